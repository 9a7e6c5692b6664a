// The practice network as a page of a practice profile reaches it. In a real profile there is nothing here.
import { DakiyaError } from '@contract/errors.ts'
import type { Inputs, Outputs } from '@contract/index.ts'
import type { operations as practice } from '@contract/practice.ts'
import type { PracticeClient } from '../../practice/client.ts'
import type { HandlerTable } from '../calls/calls.ts'

/** What is asked of the practice network. */
export type PracticePhones = Pick<
  PracticeClient,
  | 'phones'
  | 'scan'
  | 'code'
  | 'unlink'
  | 'chats'
  | 'chat'
  | 'media'
  | 'write'
  | 'fault'
  | 'faultsNow'
  | 'endFault'
  | 'endFaults'
  | 'reset'
  | 'changed'
>

type In = Inputs['practice']
type Handlers = { [Verb in keyof typeof practice]: (input: In[Verb]) => Promise<Outputs['practice'][Verb]> }

/** A page shows at most this many changes a second. */
const TELL_EVERY_MS = 500
const ASK_AGAIN_MS = 1_000

const nothing = { phones: [], received: 0, read: 0, chats: [], faults: [], struck: {} }

/** @param tell called after a page had something done */
export function practiceHandlers(network: PracticePhones | null, tell: () => void): HandlerTable[string] {
  if (network === null) return {}
  const done = async (work: Promise<unknown>) => {
    await work
    tell()
    return {}
  }
  const handlers: Handlers = {
    phones: async () => ({ phones: await network.phones() }),
    scan: ({ number, qr }) => done(network.scan(number, qr)),
    code: ({ number, code }) => done(network.code(number, code)),
    unlink: ({ number, device }) => done(network.unlink(number, device)),
    async overview() {
      try {
        const [phones, chats, faults] = await Promise.all([network.phones(), network.chats(), network.faultsNow()])
        return { isUp: true, phones, ...chats, ...faults }
      } catch (cause) {
        if (cause instanceof DakiyaError && cause.code === 'CONFLICT') return { isUp: false, ...nothing }
        throw cause
      }
    },
    chat: async ({ number }) => ({ lines: await network.chat(number) }),
    media: ({ seq }) => network.media(seq),
    write: (message) => done(network.write(message)),
    async fault({ kind, ...how }) {
      const given = Object.entries(how).filter(([, value]) => value !== undefined)
      const id = await network.fault({ kind, ...Object.fromEntries(given) })
      tell()
      return { id }
    },
    endFault: ({ id }) => done(network.endFault(id)),
    endFaults: () => done(network.endFaults()),
    reset: () => done(network.reset()),
  }
  return handlers as unknown as HandlerTable[string]
}

/** Follows what happens in the network while a page listens; a network that is gone counts as a change too. */
export function watchPractice(network: PracticePhones | null, tell: () => void) {
  let watching: AbortController | null = null

  async function watch(network: PracticePhones, { signal }: AbortController): Promise<void> {
    let seen = -1
    let isUp = true
    while (!signal.aborted) {
      try {
        const revision = await network.changed(seen, signal)
        if (revision !== seen || !isUp) tell()
        seen = revision
        isUp = true
        await pause(TELL_EVERY_MS, signal)
      } catch {
        if (signal.aborted) return
        if (isUp) tell()
        isUp = false
        seen = -1
        await pause(ASK_AGAIN_MS, signal)
      }
    }
  }

  return {
    begin(): void {
      if (network === null || watching !== null) return
      watching = new AbortController()
      void watch(network, watching)
    },
    end(): void {
      watching?.abort()
      watching = null
    },
  }
}

const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer)
        resolve()
      },
      { once: true },
    )
  })
