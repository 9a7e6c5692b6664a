// Events: the engine's news on their way to one page. Each event carries the whole new value, so of several for the same
// thing only the newest matters: they are gathered by key and handed on ten times a second, and a page that reads slowly
// finds fewer, never older ones. Beyond MOST the stream ends, and the page reads everything again.
import { type Event, type EventType, eventSpecs } from '@contract/index.ts'

const FLUSH_MS = 100
/** Different things that may have changed and not been fetched yet. */
const MOST = 20_000

export interface NewsDeps {
  subscribe(listener: (event: Event) => void): () => void
  /** Whether what was handed on before still waits to be taken. */
  isBusy(): boolean
  signal?: AbortSignal | undefined
}

/** Events until `signal` aborts or the consumer stops; begins to gather at once. */
export function follow({ subscribe, isBusy, signal }: NewsDeps): AsyncGenerator<Event> {
  const gathered = new Map<string, Event>()
  const nothing = () => {}
  let atNews: () => void = nothing
  let atEnd: () => void = nothing
  const stop = subscribe((event) => {
    const key = keyOf(event)
    // A thing's last word must stand last: it takes a new place in the row.
    gathered.delete(key)
    if (gathered.size <= MOST) gathered.set(key, event)
    atNews()
  })
  signal?.addEventListener(
    'abort',
    () => {
      stop()
      atEnd()
    },
    { once: true },
  )

  if (signal?.aborted) stop()

  /** Resolves after `ms`, or without them at the next event; and at the end. */
  const turn = (ms?: number) =>
    new Promise<void>((resolve) => {
      if (signal?.aborted) return resolve()
      const timer = ms === undefined ? undefined : setTimeout(resolve, ms)
      atNews = ms === undefined ? resolve : nothing
      atEnd = () => {
        clearTimeout(timer)
        resolve()
      }
    })

  async function* run(): AsyncGenerator<Event> {
    /** When each of those that are told at most so often was told last. */
    const toldAt = new Map<EventType, number>()
    try {
      while (!signal?.aborted) {
        if (gathered.size === 0) await turn()
        await turn(FLUSH_MS)
        while (isBusy() && !signal?.aborted) await turn(FLUSH_MS)
        if (gathered.size > MOST) return
        for (const [key, event] of [...gathered]) {
          if (signal?.aborted) return
          const { everyMs } = eventSpecs[event.type]
          if (everyMs !== undefined) {
            if (performance.now() - (toldAt.get(event.type) ?? Number.NEGATIVE_INFINITY) < everyMs) continue
            toldAt.set(event.type, performance.now())
          }
          gathered.delete(key)
          yield event
        }
      }
    } finally {
      stop()
    }
  }
  return run()
}

/** The thing that an event tells of, as the contract names it: `device.changed` and `device.removed` of one device are one thing. */
function keyOf({ type, value }: Event): string {
  const { key } = eventSpecs[type]
  return key === undefined ? type : `${type.split('.')[0]} ${(value as Record<string, unknown>)[key]}`
}
