// What happened inside the engine, told to whoever listens. Events announce, never command, and nobody waits for a listener.
// The doors turn them into the contract's events; nouns use them where a need points to a higher floor.
import type { Log } from './log.ts'

export interface News {
  /** Anything a device's card shows has changed. */
  'device.changed': { deviceId: string }
  /** The connection of a device has become able to relay messages. */
  'device.ready': { deviceId: string }
  'device.removed': { deviceId: string }
  /** Messages were queued, restored, moved or freed for these devices. */
  'message.waiting': { deviceIds: string[] }
  'message.changed': { queueIds: number[] }
  'settings.changed': Record<string, never>
  /** The server answered a message: `code` null = accepted, else WhatsApp's error code. */
  'ack.received': { deviceId: string; waId: string; code: string | null; at: number }
  'receipt.received': {
    deviceId: string
    waId: string
    kind: 'delivered' | 'read' | 'played'
    from: string
    at: number
  }
  /** Another device of ours showed a message of ours: proof that the server took it. */
  'echo.received': { deviceId: string; waId: string; at: number }
  /** The disk is full: nothing is sent until it is free again. */
  'storage.changed': { isFull: boolean }
}

export type Events = ReturnType<typeof createEvents>

/** Makes the engine's one notice board. A listener that throws is logged and harms nobody else. */
export function createEvents(log: Log) {
  const listeners = new Map<keyof News, Set<(news: never) => void>>()
  return {
    /** Listens until the returned function is called. */
    on<Name extends keyof News>(name: Name, listener: (news: News[Name]) => void): () => void {
      const set = listeners.get(name) ?? new Set()
      listeners.set(name, set)
      set.add(listener as (news: never) => void)
      return () => set.delete(listener as (news: never) => void)
    },
    tell<Name extends keyof News>(name: Name, news: News[Name]): void {
      for (const listener of listeners.get(name) ?? []) {
        try {
          listener(news as never)
        } catch (cause) {
          log.error({ err: cause, event: name }, 'a listener failed')
        }
      }
    },
  }
}
