// What the sender needs of a connection to WhatsApp; `whatsapp/` fulfils it and `engine.ts` joins the two.
// There is no `send`: first compose, then the caller saves the bytes, then relay.
import type { MediaType } from '@contract/messages.ts'

/** What a person wrote, ready to be encoded. */
export interface Content {
  text: string | null
  media: { type: MediaType; path: string; mimeType: string; fileName: string | null } | null
}

/** An encoded message with its id for life; every try sends exactly this. */
export interface Letter {
  waId: string
  /** The JID. */
  address: string
  /** The encoded `Message` proto. */
  bytes: Uint8Array
}

/**
 * How a try ended.
 * - accepted: the server's clean ack for this id
 * - rejected: the server's ack with an error code, or a content it never takes
 * - not-sent: certainly nothing went out; wait and try again
 * - unknown: bytes may have gone out and no answer came
 */
export type Outcome =
  | { kind: 'accepted'; at: number }
  | { kind: 'rejected'; code: string; reason: string }
  | { kind: 'not-sent'; reason: string }
  | { kind: 'unknown'; reason: string }

export interface Lookup {
  /** null = WhatsApp gave no answer. */
  onWhatsApp: boolean | null
  address: string | null
}

export interface Transport {
  /** Whether the device is connected and can relay now. */
  isReady(deviceId: string): boolean
  /** A fresh WhatsApp id. */
  newId(deviceId: string): string
  /** Asks WhatsApp which numbers (digits) are registered; one query. */
  lookup(deviceId: string, numbers: readonly string[]): Promise<Map<string, Lookup>>
  /** Encodes a message and uploads its file. @throws when the upload fails; nothing has gone out then. */
  compose(deviceId: string, content: Content, to: { waId: string; address: string }): Promise<Letter>
  /**
   * Asks for devices and keys of many addresses (JIDs of people) in one go, so that their letters leave without a question.
   * What could not be asked is asked again by `relay`; never rejects.
   */
  prepareAhead?(deviceId: string, addresses: readonly string[]): Promise<void>
  /** Hands the letter over and resolves with the server's word; never rejects. */
  relay(deviceId: string, letter: Letter): Promise<Outcome>
  /** Shows "typing…" to the recipient; failures do not matter. */
  typing(deviceId: string, address: string, isTyping: boolean): Promise<void>
}
