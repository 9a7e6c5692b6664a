// Nothing empty leaves. When a device query goes unanswered, Baileys sends a message without any ciphertext (measured), and
// for a number that is not on WhatsApp only the copy for our own phone. Every way to a stanza, resends included, runs under
// a watch: it counts what was encrypted for the recipient, and Baileys' last read of the key store before the frame
// refuses when that is nothing.
import '../silence-libsignal.ts'
import { AsyncLocalStorage } from 'node:async_hooks'

/** One message on its way to a frame. */
export interface Watch {
  /** Set once ciphertext for somebody else than our own phone exists. */
  hasCiphertext: boolean
  /** Set when the key store was read for the last time; from then on bytes may leave. */
  isLeaving: boolean
  /** A chat with ourselves: our own phone is the recipient. */
  isToSelf: boolean
  /** Whom a message of ours goes to; null for a group and for what Baileys sends of its own accord. */
  to: string | null
}

const watches = new AsyncLocalStorage<Watch>()

/** Thrown in Baileys' way when there is nobody to send to. */
export class NothingToSend extends Error {
  constructor() {
    super('no device of the recipient could be encrypted for')
    this.name = 'NothingToSend'
  }
}

export const newWatch = (isToSelf: boolean, to: string | null): Watch => ({
  hasCiphertext: false,
  isLeaving: false,
  isToSelf,
  to,
})

/** Runs `work`, and all that follows from it, under `watch`. */
export const watched = <T>(watch: Watch, work: () => T): T => watches.run(watch, work)

/**
 * Called where Baileys begins with a message: what it sends of its own accord (resends) comes under a watch here. The watch
 * holds for what follows in that flow alone.
 */
export function watchFromHere(isToSelf: boolean): void {
  if (watches.getStore() === undefined) watches.enterWith(newWatch(isToSelf, null))
}

export const isWatched = (): boolean => watches.getStore() !== undefined

/** Whom the present flow sends to. */
export const sendingTo = (): string | null => watches.getStore()?.to ?? null

/** Ciphertext was made; `isOwn` = for another device of our own number. */
export function noteCiphertext(isOwn: boolean): void {
  const watch = watches.getStore()
  if (watch !== undefined && (!isOwn || watch.isToSelf)) watch.hasCiphertext = true
}

/** Called where Baileys reads the recipient's token, the step right before the frame. @throws NothingToSend */
export function checkLeaving(): void {
  const watch = watches.getStore()
  if (watch === undefined) return
  if (!watch.hasCiphertext) throw new NothingToSend()
  watch.isLeaving = true
}
