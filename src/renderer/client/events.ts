// Events: live news from the engine, told to whoever listens. They announce; the cache and the pages decide what to do.
import type { Client, Event, EventType } from '@contract/index.ts'
import { useEffect, useEffectEvent } from 'react'

type Value<T extends EventType> = Extract<Event, { type: T }>['value']
type Listener = (value: never) => void

const listeners = new Map<EventType, Set<Listener>>()

/** Calls `listener` with the whole new value at each such event; answers how to stop. */
export function onEvent<T extends EventType>(type: T, listener: (value: Value<T>) => void): () => void {
  const all = listeners.get(type) ?? new Set<Listener>()
  listeners.set(type, all.add(listener))
  return () => void all.delete(listener)
}

/** `onEvent` for as long as the component is on the page; the listener may close over fresh props. */
export function useEvent<T extends EventType>(type: T, listener: (value: Value<T>) => void): void {
  const latest = useEffectEvent(listener)
  useEffect(() => onEvent(type, (value: Value<T>) => latest(value)), [type])
}

function tell(event: Event): void {
  for (const listener of listeners.get(event.type) ?? []) (listener as (value: unknown) => void)(event.value)
}

/**
 * Follows the engine's news until the connection ends or `signal` says so.
 * @param onListening called once the engine has begun to tell, so that a read from then on misses nothing
 */
export async function followEvents(client: Client, signal: AbortSignal, onListening: () => void): Promise<void> {
  const news = await client.events.subscribe({}, { signal })
  onListening()
  for await (const event of news) tell(event)
}
