// The bridge: our own pages reach every operation through it, over a MessagePort in the desktop and a WebSocket in headless.
// The client's types come from the contract; here a loop hangs each operation in its place.
import { DakiyaError, errors, refusalOf } from '@contract/errors.ts'
import type { Event, Outputs } from '@contract/index.ts'
import type { Caller } from '@contract/operation.ts'
import { ORPCError, os } from '@orpc/server'
import { RPCHandler as PortHandler } from '@orpc/server/message-port'
import { RequestHeadersPlugin, type RequestHeadersPluginContext } from '@orpc/server/plugins'
import { RPCHandler as SocketHandler } from '@orpc/server/ws'
import type { WebSocket } from 'ws'
import type { Engine } from '../../engine/engine.ts'
import type { Call, HandlerTable } from '../calls/calls.ts'
import { callsOf } from '../calls/handlers.ts'
import { onceOf } from '../calls/idempotency.ts'
import type { DoorLog } from '../calls/refuse.ts'
import { follow } from './events.ts'
import { type PracticePhones, practiceHandlers, watchPractice } from './practice.ts'

/** Bytes a page may leave unread before its news are held back. */
const UNREAD_LIMIT = 2 ** 20

export interface BridgeDeps {
  engine: Engine
  info: () => Omit<Outputs['app']['info'], 'timeZone' | 'trouble' | 'upgrade'>
  /** The simulated phones; null in a real profile. */
  practice: PracticePhones | null
  log: DoorLog
}

/** What a channel tells the operations of itself. */
interface Channel extends RequestHeadersPluginContext {
  isBusy(): boolean
}

/** A port of the desktop, as Electron's main process holds it. */
export interface Port {
  on(event: string, listener: (event?: { data: unknown }) => void): void
  postMessage(data: unknown): void
  start(): void
}

export interface Bridge {
  serveSocket(socket: WebSocket): void
  servePort(port: Port): void
}

export function createBridge({ engine, info, practice, log }: BridgeDeps): Bridge {
  // News of ours beside the engine's; the engine works nothing out while nobody listens, so it is asked page by page.
  const listeners = new Set<(event: Event) => void>()
  const subscribe = (listener: (event: Event) => void) => {
    const stop = engine.events.subscribe(listener)
    listeners.add(listener)
    watch.begin()
    return () => {
      stop()
      listeners.delete(listener)
      if (listeners.size === 0) watch.end()
    }
  }
  const tellPractice = () => {
    for (const listener of listeners) listener({ type: 'practice.changed', value: { at: Date.now() } })
  }
  const watch = watchPractice(practice, tellPractice)

  const own: HandlerTable = {
    app: {
      info: () => ({
        ...info(),
        timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        trouble: engine.trouble(),
        upgrade: engine.upgrade(),
      }),
    },
    practice: practiceHandlers(practice, tellPractice),
  }

  const open = os.$context<Channel>()
  const router: Record<string, Record<string, ReturnType<typeof hang>>> = {}
  function hang(run: (input: unknown, channel: Channel, signal: AbortSignal | undefined) => unknown) {
    return open.handler(async ({ input, context, signal }) => {
      try {
        return await run(input, context, signal)
      } catch (thrown) {
        throw refused(thrown, log)
      }
    })
  }
  for (const call of callsOf(engine, own)) {
    // Bytes come as plain requests; a call here would hold all of them in memory.
    if (call.meta.binary) continue
    const verbs = router[call.noun] ?? {}
    router[call.noun] = verbs
    verbs[call.verb] = hang((input, channel) => call.run(input ?? {}, callerOf(call, input, channel)))
  }
  router.events = { subscribe: hang((_input, { isBusy }, signal) => follow({ subscribe, isBusy, signal })) }

  const plugins = [new RequestHeadersPlugin<Channel>()]
  const sockets = new SocketHandler(router, { plugins })
  const ports = new PortHandler(router, { plugins })
  return {
    serveSocket: (socket) =>
      void sockets.upgrade(socket, { context: { isBusy: () => socket.bufferedAmount > UNREAD_LIMIT } }),
    servePort(port) {
      ports.upgrade(port, { context: { isBusy: () => false } })
      port.start()
    },
  }
}

/** A page that repeats what it got no answer to names the key it asked under before. */
function callerOf({ name, meta }: Call, input: unknown, { reqHeaders }: Channel): Caller {
  const key = reqHeaders?.get('idempotency-key') ?? null
  if (meta.queues !== true || key === null) return { kind: 'page' }
  return { kind: 'page', idempotency: onceOf(key, [`${name}\0`, JSON.stringify(input ?? {})]) }
}

/** A refusal as the client reads it; an unknown throw goes to the log with its cause. */
function refused(thrown: unknown, log: DoorLog): Error {
  if (!(thrown instanceof DakiyaError)) log.error({ err: thrown }, 'a page call broke')
  const { code, message, field, details } = refusalOf(thrown)
  return new ORPCError(code, { status: errors[code].status, message, data: { field, details } })
}
