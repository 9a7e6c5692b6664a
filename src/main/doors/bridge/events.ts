// News: the engine's events on their way to one page. Each event carries the whole new value, so of several for the same
// thing only the newest matters: they are gathered by key and handed on ten times a second, and a page that reads slowly
// finds fewer, never older ones. Beyond MOST the stream ends, and the page reads everything again.
import type { Event } from '@contract/index.ts'

const FLUSH_MS = 100
/** The figures of the queue change with every message; people read four a second. */
const QUEUE_MS = 250
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
    let queueToldAt = Number.NEGATIVE_INFINITY
    try {
      while (!signal?.aborted) {
        if (gathered.size === 0) await turn()
        await turn(FLUSH_MS)
        while (isBusy() && !signal?.aborted) await turn(FLUSH_MS)
        if (gathered.size > MOST) return
        for (const [key, event] of [...gathered]) {
          if (signal?.aborted) return
          if (event.type === 'queue.changed') {
            if (performance.now() - queueToldAt < QUEUE_MS) continue
            queueToldAt = performance.now()
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

function keyOf(event: Event): string {
  switch (event.type) {
    case 'device.changed':
    case 'device.removed':
      return `device ${event.value.sessionId}`
    case 'message.changed':
      return `message ${event.value.queueId}`
    default:
      return event.type
  }
}
