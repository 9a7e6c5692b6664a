// Connection: keeps one open channel to the engine and opens a new one by itself when it ends.
// connecting -> open -> gone (tried at once, then every 5 s) -> open …; signed-out waits until somebody looks at the page again.
import type { CallContext } from '@contract/index.ts'
import type { ClientLink } from '@orpc/client'
import { createStore } from 'zustand/vanilla'

const RETRY_MS = 5_000

/** An open channel. `closed` settles once, when it ends for whatever reason. */
export interface Channel {
  link: ClientLink<CallContext>
  closed: Promise<void>
}

/** Opens a channel, or tells that this page is not signed in; throws when nobody answers. */
export type OpenChannel = () => Promise<Channel | 'signed-out'>

export type ConnectionState =
  | { kind: 'connecting' }
  | { kind: 'open' }
  /** `retryAt`: when it is tried again (epoch ms); null while it is being tried. */
  | { kind: 'gone'; retryAt: number | null }
  | { kind: 'signed-out' }

/** Thrown by every call that the engine could not be asked, or that broke off before its answer. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
  /** It broke off: what was asked may have been done. */
  readonly wasAsked: boolean

  constructor(options: { wasAsked?: boolean; cause?: unknown } = {}) {
    super(undefined, { cause: options.cause })
    this.wasAsked = options.wasAsked ?? false
  }
}

/** @param open one attempt to reach the engine */
export function createConnection(open: OpenChannel) {
  const store = createStore<ConnectionState>(() => ({ kind: 'connecting' }))
  let channel: Channel | undefined
  let wake: (() => void) | undefined
  let isStarted = false

  const pause = (ms: number | null) =>
    new Promise<void>((resolve) => {
      const timer = ms === null ? undefined : setTimeout(resolve, ms)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })

  async function keep(): Promise<never> {
    for (;;) {
      const opened = await open().catch(() => undefined)
      if (opened === 'signed-out') {
        store.setState({ kind: 'signed-out' }, true)
        await pause(null)
      } else if (opened === undefined) {
        store.setState({ kind: 'gone', retryAt: Date.now() + RETRY_MS }, true)
        await pause(RETRY_MS)
        store.setState({ kind: 'gone', retryAt: null }, true)
      } else {
        channel = opened
        store.setState({ kind: 'open' }, true)
        await opened.closed
        channel = undefined
        store.setState({ kind: 'gone', retryAt: null }, true)
      }
    }
  }

  const link: ClientLink<CallContext> = {
    async call(path, input, options) {
      const through = channel
      if (through === undefined) throw new NoAnswer()
      try {
        return await through.link.call(path, input, options)
      } catch (error) {
        if (options.signal?.aborted !== true && channel !== through)
          throw new NoAnswer({ wasAsked: true, cause: error })
        throw error
      }
    },
  }

  return {
    store,
    /** Calls go through whichever channel is open at that moment. */
    link,
    /** Begins to keep the connection; a second call does nothing. */
    start() {
      if (isStarted) return
      isStarted = true
      void keep()
    },
    /** Ends the wait before the next attempt. */
    tryNow: () => wake?.(),
  }
}
