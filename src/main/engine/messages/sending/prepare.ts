// From a row that waits to a letter on disk: is the number on WhatsApp, fetch the file, encode, and then the claim.
// The do-not-send list is asked last of all, in the claim's own transaction; so is whether somebody cancelled meanwhile.
import { DakiyaError } from '@contract/errors.ts'
import type { MediaType } from '@contract/messages.ts'
import type { Clock } from '../../base/clock.ts'
import type { Random } from '../../base/random.ts'
import type { Database } from '../../database/open.ts'
import type { Pacer } from '../../pacing/pacing.ts'
import { mayTryAgain, type Retry } from '../state/delivery.ts'
import { reasonOf } from '../state/reasons.ts'
import type { Row } from '../state/row.ts'
import type { Settle } from '../state/settle.ts'
import type { Store } from '../state/store.ts'
import type { Ahead, Registrations } from './ahead.ts'
import type { SendingStore } from './store.ts'
import type { Content, Letter, Transport } from './transport.ts'

/** The claimed letter; null = the message has ended or was stopped. @throws when it should be tried later. */
export type Prepare = (row: Row) => Promise<Letter | null>

export interface PrepareDeps {
  deviceId: string
  rows: Store
  store: SendingStore
  database: Database
  settle: Settle
  transport: Transport
  pacer: Pacer
  ahead: Ahead
  /** Whether the device may still send; asked again in the claim. */
  mayGo: () => boolean
  clock: Clock
  random: Random
  isGroup: (number: string) => boolean
  isOptedOut: (number: string) => boolean
  /** What is to be done with an unconfirmed message. */
  retryOf: (row: Row) => Retry
  registrations: Registrations
  media: {
    need(id: string, mediaType?: MediaType): { id: string; name: string; mimeType: string; mediaType: MediaType }
    fetch(url: string, options: { mediaType?: MediaType }): Promise<{ id: string; name: string; mediaType: MediaType }>
    path(id: string): string
  }
}

export function createPrepare(deps: PrepareDeps): Prepare {
  const { deviceId, rows, store, database, settle, transport, pacer, ahead, clock, random, media, registrations } = deps

  /** The JID WhatsApp gives for the number; null = it is not on WhatsApp. */
  async function addressOf(row: Row): Promise<string | null> {
    if (deps.isGroup(row.number)) return row.number
    if (!registrations.known(row.number)) await ahead.need(row)
    const known = registrations.known(row.number)
    if (!known) throw new Error('WhatsApp did not say whether the number exists')
    return known.onWhatsApp ? known.address : null
  }

  async function contentOf(row: Row): Promise<Content> {
    if (row.mediaUrl === null && row.fileId === null) return { text: row.text, media: null }
    const expected = row.mediaType ? { mediaType: row.mediaType } : {}
    const id = row.fileId ?? (await fetched(row, expected))
    const file = media.need(id, row.mediaType ?? undefined)
    const fileName = row.fileName ?? file.name
    return {
      text: row.text,
      media: { type: row.mediaType ?? file.mediaType, path: media.path(id), mimeType: file.mimeType, fileName },
    }
  }

  async function fetched(row: Row, expected: { mediaType?: MediaType }): Promise<string> {
    const file = await media.fetch(row.mediaUrl ?? '', expected)
    await database.commit(() => store.saveFile(row.id, file.id, row.mediaType ?? file.mediaType, file.name))
    return file.id
  }

  async function showTyping(address: string): Promise<void> {
    if (!pacer.isTyping()) return
    await transport.typing(deviceId, address, true)
    await new Promise<void>((resolve) => clock.after(1000 + random.next() * 2000, resolve))
    await transport.typing(deviceId, address, false)
  }

  return async function prepareLetter(row) {
    const address = await addressOf(row)
    if (address === null) return refuse(row, 'not-on-whatsapp')
    const letter = await letterOf(row, address)
    if (letter === null) return null
    await showTyping(letter.address)
    return settle.commit((apply) => {
      const current = rows.get(row.id)
      if (!current || current.deviceId !== deviceId || !deps.mayGo()) return null
      const now = clock.now()
      if ((current.scheduledAt ?? 0) > now) return null
      // While this one was made ready, a person may have asked for an older one again, or the clock was set.
      const isBehind = store
        .unanswered(deviceId, row.number)
        .some((other) => mayTryAgain(other, deps.retryOf(other), now))
      if (isBehind) return null
      if (deps.isOptedOut(row.number)) {
        apply(current, { kind: 'refused', code: 'opted-out', reason: reasonOf('opted-out') })
        return null
      }
      const { waId } = letter
      if (current.waId !== null && current.waId !== waId) throw new Error('it has another letter already')
      if (apply({ ...current, waId }, { kind: 'claimed' }) === null) return null
      if (current.waId === null) store.saveLetter(row.id, letter.waId, letter.address, letter.bytes)
      return letter
    })
  }

  /** The bytes fixed by an earlier claim, or fresh ones; null when its file was refused. */
  async function letterOf(row: Row, address: string): Promise<Letter | null> {
    const bytes = row.waId === null ? null : store.content(row.id)
    if (row.waId !== null && row.address !== null && bytes) return { waId: row.waId, address: row.address, bytes }
    try {
      const content = await contentOf(row)
      return await transport.compose(deviceId, content, { waId: transport.newId(deviceId), address })
    } catch (cause) {
      if (cause instanceof DakiyaError) return refuse(row, cause.code, cause.message)
      throw cause
    }
  }

  async function refuse(row: Row, code: string, reason = reasonOf(code)): Promise<null> {
    await settle.settle(row.id, { kind: 'refused', code, reason })
    return null
  }
}
