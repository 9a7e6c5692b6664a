// Cache: puts the news into what has been read, so that every page that shows a device or a message shows it as it is now.
// Only rows that a list already holds change here; new rows are the list page's decision ("14 new · Show").
import type { Device } from '@contract/devices.ts'
import type { Message, QueueSummary } from '@contract/messages.ts'
import type { Settings } from '@contract/settings.ts'
import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import { onEvent } from './events.ts'

/** Messages change often while a queue empties; lists are touched at most this often. */
const GATHER_MS = 200

/** The counts on a device move with its queue, and nothing announces them one by one; they are read again this often. */
const COUNTS_MS = 2_000

interface Listing {
  total: number
  messages: Message[]
  nextCursor: string | null
}

/** Begins to keep `queries` up to date from the events; answers how to stop. */
export function keepCacheFresh(queries: QueryClient): () => void {
  const changed = new Map<number, Message>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let countsTimer: ReturnType<typeof setTimeout> | undefined

  const spread = () => {
    timer = undefined
    const fresh = new Map(changed)
    changed.clear()
    for (const [queueId, message] of fresh) {
      queries.setQueriesData<{ message: Message }>({ queryKey: ['messages', 'get', { queueId }] }, (old) =>
        old === undefined ? old : { message: { ...old.message, ...message } },
      )
      void queries.invalidateQueries({ queryKey: ['messages', 'get', { queueId }] })
    }
    for (const noun of ['queue', 'history']) {
      queries.setQueriesData<Listing | InfiniteData<Listing>>({ queryKey: [noun, 'list'] }, (old) => {
        if (old === undefined) return old
        return 'pages' in old ? { ...old, pages: old.pages.map((page) => patched(page, fresh)) } : patched(old, fresh)
      })
    }
  }

  const stops = [
    onEvent('message.changed', (message) => {
      changed.set(message.queueId, message)
      timer ??= setTimeout(spread, GATHER_MS)
    }),
    onEvent('device.changed', (device) => {
      queries.setQueryData<{ devices: Device[] }>(
        ['devices', 'list', {}],
        (old) => old && { devices: withDevice(old.devices, device) },
      )
      queries.setQueryData(['devices', 'get', { sessionId: device.sessionId }], (old) => old && { device })
    }),
    onEvent('device.removed', ({ sessionId }) => {
      queries.setQueryData<{ devices: Device[] }>(
        ['devices', 'list', {}],
        (old) => old && { devices: old.devices.filter((device) => device.sessionId !== sessionId) },
      )
      queries.removeQueries({ queryKey: ['devices', 'get', { sessionId }] })
    }),
    onEvent('queue.changed', (summary) => {
      queries.setQueryData<QueueSummary>(['queue', 'summary', {}], summary)
      countsTimer ??= setTimeout(() => {
        countsTimer = undefined
        void queries.invalidateQueries({ queryKey: ['devices'] })
      }, COUNTS_MS)
    }),
    onEvent('settings.changed', (settings) =>
      queries.setQueryData<{ settings: Settings }>(['settings', 'get', {}], { settings }),
    ),
    onEvent('practice.changed', () => void queries.invalidateQueries({ queryKey: ['practice'] })),
  ]
  return () => {
    clearTimeout(timer)
    clearTimeout(countsTimer)
    for (const stop of stops) stop()
  }
}

function withDevice(devices: Device[], device: Device): Device[] {
  const isKnown = devices.some((one) => one.sessionId === device.sessionId)
  return isKnown ? devices.map((one) => (one.sessionId === device.sessionId ? device : one)) : [...devices, device]
}

function patched(page: Listing, fresh: Map<number, Message>): Listing {
  if (!page.messages.some((message) => fresh.has(message.queueId))) return page
  return { ...page, messages: page.messages.map((message) => fresh.get(message.queueId) ?? message) }
}
