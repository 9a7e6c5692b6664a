// How our own programs speak to a practice network: its control API over fetch, and nothing of its insides.
import { DakiyaError, type ErrorCode, errors } from '@contract/errors.ts'
import type { Chat, Fault, Line } from '@contract/practice.ts'
import type { FaultOrder } from './control/faults.ts'
import type { Received } from './people/received.ts'
import type { ChatSetting, PhoneState } from './phones/settings.ts'

export interface PracticeNetwork {
  wsUrl: string
  /** PEM of the media server's certificate. */
  ca: string
  /** Base64 of the root that signs the chat server's certificate; another one after each start of the network. */
  rootKey: string
  filesUrl: string
}

export interface PracticePhone {
  /** Digits without +. */
  number: string
  name: string
  devices: number[]
}

/** A fault as it is asked for; the network says so where it knows no such kind. */
type PracticeFault = Omit<FaultOrder, 'kind'> & { kind: string }

const timeoutMs = 30_000

const isCode = (code: unknown): code is ErrorCode => typeof code === 'string' && code in errors

/** The control API at this address. Every call throws a DakiyaError when the network refuses or cannot be reached. */
export function createPracticeClient(url: string) {
  const base = url.replace(/\/$/, '')

  const ask = async (method: string, path: string, body?: unknown, stop?: AbortSignal): Promise<Response> => {
    const late = AbortSignal.timeout(timeoutMs)
    const init: RequestInit = { method, signal: stop ? AbortSignal.any([late, stop]) : late }
    if (body !== undefined) {
      init.body = JSON.stringify(body)
      init.headers = { 'content-type': 'application/json' }
    }
    const unreachable = (cause: unknown) => {
      throw new DakiyaError('CONFLICT', 'The practice network cannot be reached.', { cause })
    }
    const response = await fetch(`${base}${path}`, init).catch(unreachable)
    if (response.ok) return response
    const { code, error } = (await response.json().catch(unreachable)) as { error?: string; code?: string }
    throw new DakiyaError(isCode(code) ? code : 'INTERNAL', error)
  }
  const call = async <Answer>(...[method, path, body, stop]: Parameters<typeof ask>): Promise<Answer> => {
    const response = await ask(method, path, body, stop)
    return (await response.json()) as Answer
  }
  const phonePath = (number: string, what: string) => `/phones/${encodeURIComponent(number)}/${what}`

  return {
    network: (): Promise<PracticeNetwork> => call('GET', '/network'),
    phones: async (): Promise<PracticePhone[]> => (await call<{ phones: PracticePhone[] }>('GET', '/phones')).phones,
    /** Adds a phone that can be linked, beside the three at the start. */
    addPhone: (number: string, name: string): Promise<void> => call('POST', '/phones', { number, name }),
    /** Sets things on the phone itself; its linked devices hear of it. */
    rename: (number: string, name: string): Promise<void> =>
      call('PATCH', `/phones/${encodeURIComponent(number)}`, { name }),
    /** `null` removes the contact. */
    saveContact: (number: string, contact: string, name: string | null): Promise<void> =>
      call('PATCH', phonePath(number, `contacts/${encodeURIComponent(contact)}`), { name }),
    setChat: (number: string, chat: string, set: ChatSetting): Promise<void> =>
      call('PATCH', phonePath(number, `chats/${encodeURIComponent(chat)}`), set),
    /** What was set, on the phone or on a linked device. */
    phoneState: (number: string): Promise<PhoneState> => call('GET', phonePath(number, 'state')),
    /** The phone scans a QR text; resolves when the device is linked (it restarts after that). */
    scan: (number: string, qr: string): Promise<{ number: string; device: number }> =>
      call('POST', phonePath(number, 'scan'), { qr }),
    code: (number: string, code: string): Promise<{ number: string; device: number }> =>
      call('POST', phonePath(number, 'code'), { code }),
    unlink: (number: string, device?: number): Promise<void> =>
      call('POST', phonePath(number, 'unlink'), device === undefined ? {} : { device }),
    messages: async (filter: { to?: string; from?: string; after?: number } = {}): Promise<Received[]> => {
      const query = new URLSearchParams()
      for (const [name, value] of Object.entries(filter)) if (value !== undefined) query.set(name, String(value))
      return (await call<{ messages: Received[] }>('GET', `/messages?${query}`)).messages
    },
    /** A contact writes to a linked number, or into a group. Image and document are base64. */
    write: (message: {
      from: string
      to?: string
      text?: string
      image?: string
      document?: string
      fileName?: string
      group?: string
    }): Promise<{ id: string }> => call('POST', '/messages', message),
    /** Who was written to and who wrote, newest first, at most 200; and how much was received and read in all. */
    chats: (): Promise<{ received: number; read: number; chats: Chat[] }> => call('GET', '/chats'),
    /** The last 200 messages with a number or group, oldest first. */
    chat: async (number: string): Promise<Line[]> =>
      (await call<{ lines: Line[] }>('GET', `/chats/${encodeURIComponent(number)}`)).lines,
    /** What the recipient of a message opened. */
    async media(seq: number): Promise<{ mimeType: string; base64: string }> {
      const response = await ask('GET', `/messages/${seq}/media`)
      const bytes = Buffer.from(await response.arrayBuffer())
      return { mimeType: response.headers.get('content-type') ?? '', base64: bytes.toString('base64') }
    },
    /** Resolves with the network's revision when it is another than `seen`, or after a while. */
    changed: async (seen: number, stop: AbortSignal): Promise<number> =>
      (await call<{ revision: number }>('GET', `/changes?seen=${seen}`, undefined, stop)).revision,
    /** Changes how a number, or `*`, behaves. */
    contact: (number: string, behaviour: Record<string, unknown>): Promise<void> =>
      call('PATCH', `/contacts/${encodeURIComponent(number)}`, behaviour),
    reinstall: (number: string): Promise<void> => call('POST', `/contacts/${encodeURIComponent(number)}/reinstall`, {}),
    groups: async (): Promise<{ id: string; subject: string; members: { number: string; isAdmin: boolean }[] }[]> =>
      (
        await call<{ groups: { id: string; subject: string; members: { number: string; isAdmin: boolean }[] }[] }>(
          'GET',
          '/groups',
        )
      ).groups,
    createGroup: (subject: string, members: string[]): Promise<{ id: string }> =>
      call('POST', '/groups', { subject, members }),
    faults: async (): Promise<(PracticeFault & { id: number })[]> =>
      (await call<{ faults: (PracticeFault & { id: number })[] }>('GET', '/faults')).faults,
    /** What holds now, and how often each kind struck since the start. */
    faultsNow: (): Promise<{ faults: Fault[]; struck: Record<string, number> }> => call('GET', '/faults'),
    fault: async (fault: PracticeFault): Promise<number> => (await call<{ id: number }>('POST', '/faults', fault)).id,
    endFault: (id: number): Promise<void> => call('DELETE', `/faults/${id}`),
    endFaults: (): Promise<void> => call('DELETE', '/faults'),
    ledger: async (
      after = 0,
      limit = 1_000,
    ): Promise<{ seq: number; at: number; device: string; direction: string; tag: string; stanza: unknown }[]> =>
      (
        await call<{
          entries: { seq: number; at: number; device: string; direction: string; tag: string; stanza: unknown }[]
        }>('GET', `/ledger?after=${after}&limit=${limit}`)
      ).entries,
    stats: (): Promise<Record<string, unknown>> => call('GET', '/stats'),
    reset: (): Promise<void> => call('POST', '/reset', {}),
  }
}

export type PracticeClient = ReturnType<typeof createPracticeClient>
