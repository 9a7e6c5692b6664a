// What devices/ needs of the connections to WhatsApp; whatsapp/ fulfils it and engine.ts joins the two.

/** What happened to a device's link. */
export type LinkNews =
  /** A socket is being opened; nothing is known yet. */
  | { kind: 'connecting' }
  /** A code to scan is there, for as long as `expiresAt` says. */
  | { kind: 'code'; qr: string; expiresAt: number }
  /** The phone took the code; the connection starts again and fetches what it needs. */
  | { kind: 'scanned' }
  | { kind: 'syncing' }
  /** Connected and ready. `number` is digits without +. */
  | { kind: 'open'; number: string }
  /** The connection is gone; it tries again by itself at `retryAt`. */
  | { kind: 'offline'; retryAt: number }
  /** Nobody scanned in time. */
  | { kind: 'codes-used-up' }
  /** WhatsApp or the phone did not accept the link. */
  | { kind: 'refused' }
  /** The link has ended; only linking anew helps. */
  | { kind: 'logged-out' }
  /** Another program uses the same link; this one stands back. */
  | { kind: 'replaced' }
  /** `until` null = for good. */
  | { kind: 'banned'; until: number | null }
  /** WhatsApp limits new chats until then; null = the limit is lifted. */
  | { kind: 'limited'; until: number | null }
  /** WhatsApp no longer takes this program's version. */
  | { kind: 'outdated' }
  /** Tried several times against an answer nobody knows; `code` is WhatsApp's. */
  | { kind: 'stopped'; code: number }

export interface Links {
  /** Who is told; one listener, set before the first call. */
  listen(heard: (deviceId: string, news: LinkNews) => void): void
  /** Whether the device is connected and can send now. */
  isReady(deviceId: string): boolean
  /** Forgets an ended link and shows codes for a new one; while linking already, changes nothing. */
  link(deviceId: string): void
  /** Connects by the link there is. */
  open(deviceId: string): void
  /** Closes the connection and opens it again, or begins linking again. */
  restart(deviceId: string): void
  /** Closes the connection; the link stays. */
  close(deviceId: string): Promise<void>
  /** Ends the link, on WhatsApp's side too where it can be reached; resolves within 5 s with whether it could. */
  logout(deviceId: string): Promise<boolean>
  /** The eight characters to type on the phone with this number (digits). @throws DakiyaError CONFLICT when WhatsApp gave none. */
  pairingCode(deviceId: string, number: string): Promise<string>
  /** Closes and deletes everything that belonged to the link. */
  forget(deviceId: string): Promise<void>
}
