// Idempotent calls: a send that broke off before its answer may have been done. It is asked under a key of its own, which is kept until
// the answer comes, also over a reload; the same wish is asked under the same key, so that nothing is queued twice.
import type { CallContext } from '@contract/index.ts'
import { type createConnection, NoAnswer } from './connection.ts'

const KEPT = 'dakiya.unanswered'
/** Whoever wishes the same a day later wishes it anew. */
const KEPT_FOR_MS = 24 * 60 * 60_000
/** A channel that is gone is tried at once and then every 5 s. */
const OPEN_AGAIN_WITHIN_MS = 15_000

type Unanswered = Record<string, { key: string; at: number }>

export interface IdempotentCallDeps {
  connection: Pick<ReturnType<typeof createConnection>, 'store'>
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
}

export function createIdempotentCall({ connection, storage }: IdempotentCallDeps) {
  function unanswered(): Unanswered {
    try {
      const found = Object.entries(JSON.parse(storage.getItem(KEPT) ?? '{}') as Unanswered)
      return Object.fromEntries(found.filter(([, { at }]) => at > Date.now() - KEPT_FOR_MS))
    } catch {
      return {}
    }
  }

  function keep(all: Unanswered): void {
    try {
      if (Object.keys(all).length === 0) storage.removeItem(KEPT)
      else storage.setItem(KEPT, JSON.stringify(all))
    } catch {
      // A browser that keeps nothing: the repeat by itself has the key all the same.
    }
  }

  /** Resolves with whether a channel is open, at the latest when it has been tried a few times. */
  function openAgain(): Promise<boolean> {
    return new Promise((resolve) => {
      let stop = () => {}
      const done = (isOpen: boolean) => {
        clearTimeout(late)
        stop()
        resolve(isOpen)
      }
      const late = setTimeout(() => done(false), OPEN_AGAIN_WITHIN_MS)
      const look = () => {
        const { kind } = connection.store.getState()
        if (kind === 'open' || kind === 'signed-out') done(kind === 'open')
      }
      stop = connection.store.subscribe(look)
      look()
    })
  }

  /**
   * Asks for something that must not be done twice: `idempotentCall('messages.send', input, (context) => client.messages.send(input, { context }))`.
   * What broke off is repeated by itself, one time, as soon as there is a channel again.
   * @param what and `input` together are the wish
   * @throws what `ask` throws; after a NoAnswer the same wish goes out under the same key
   */
  return async function idempotentCall<Answer>(
    what: string,
    input: unknown,
    ask: (context: CallContext) => Promise<Answer>,
  ): Promise<Answer> {
    const wish = await digestOf(`${what} ${JSON.stringify(input)}`)
    const { key } = unanswered()[wish] ?? { key: crypto.randomUUID() }
    keep({ ...unanswered(), [wish]: { key, at: Date.now() } })
    const asked = async () => {
      const answer = await ask({ idempotencyKey: key })
      forget(wish)
      return answer
    }
    try {
      return await asked().catch(async (error) => {
        if (!(error instanceof NoAnswer) || !error.wasAsked || !(await openAgain())) throw error
        return await asked()
      })
    } catch (error) {
      if (!(error instanceof NoAnswer)) forget(wish)
      throw error
    }
  }

  function forget(wish: string): void {
    const { [wish]: _answered, ...others } = unanswered()
    keep(others)
  }
}

async function digestOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return btoa(String.fromCharCode(...new Uint8Array(digest)))
}
