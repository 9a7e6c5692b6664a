// From what happened inside to what the pages are told: the contract's events, each with the whole new value.
// Nobody listening costs nothing; the queue's figures go out at most four times a second.

import type { Device } from '@contract/devices.ts'
import type { Event } from '@contract/index.ts'
import type { Message, QueueSummary } from '@contract/messages.ts'
import type { Settings } from '@contract/settings.ts'
import type { Clock } from './base/clock.ts'
import type { Events } from './base/events.ts'

const QUEUE_NEWS_EVERY_MS = 250
/** More changed rows than this in one turn are told by the queue's figures alone; the pages read again. */
const MOST_ROWS_TOLD = 200

export function createNews(deps: {
  events: Events
  clock: Clock
  messages: { message(queueId: number): Message | null; summary(): QueueSummary }
  devices: { value(deviceId: string): Device | null }
  settings: { get(): Settings }
}) {
  const { events, clock, messages, devices, settings } = deps
  const listeners = new Set<(event: Event) => void>()
  let cancelQueueNews: (() => void) | null = null

  function tell(event: Event): void {
    for (const listener of listeners) listener(event)
  }

  function tellDevice(deviceId: string): void {
    if (listeners.size === 0) return
    const value = devices.value(deviceId)
    if (value) tell({ type: 'device.changed', value })
  }

  function tellQueue(): void {
    if (listeners.size === 0 || cancelQueueNews) return
    cancelQueueNews = clock.after(QUEUE_NEWS_EVERY_MS, () => {
      cancelQueueNews = null
      tell({ type: 'queue.changed', value: messages.summary() })
    })
  }

  const stop = [
    events.on('device.changed', ({ deviceId }) => {
      tellDevice(deviceId)
      tellQueue()
    }),
    events.on('device.ready', ({ deviceId }) => tellDevice(deviceId)),
    events.on('device.removed', ({ deviceId }) => tell({ type: 'device.removed', value: { sessionId: deviceId } })),
    events.on('message.changed', ({ queueIds }) => {
      tellQueue()
      if (listeners.size === 0 || queueIds.length > MOST_ROWS_TOLD) return
      for (const queueId of queueIds) {
        const value = messages.message(queueId)
        if (value) tell({ type: 'message.changed', value })
      }
    }),
    events.on('message.waiting', tellQueue),
    events.on('settings.changed', () => {
      tell({ type: 'settings.changed', value: settings.get() })
      tellQueue()
    }),
    events.on('storage.changed', tellQueue),
  ]

  return {
    subscribe(listener: (event: Event) => void): () => void {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close(): void {
      cancelQueueNews?.()
      listeners.clear()
      for (const off of stop) off()
    },
  }
}
