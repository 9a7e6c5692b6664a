// Taking a device off the list. What waits for it is never lost in silence: cancel, keep or move is chosen first.
import { DakiyaError } from '@contract/errors.ts'
import type { Events } from '../base/events.ts'
import type { Links } from './links.ts'
import type { Entry, Registry } from './registry.ts'

/** What can be done with the messages that wait for a device; each answers how many. */
export interface Waiting {
  count(deviceId: string): number
  cancel(deviceId: string): number | Promise<number>
  /** Holds them until they are moved. */
  keep(deviceId: string): number | Promise<number>
  /** To `to`, or with null to the least loaded device that may send. @throws CONFLICT when there is none */
  move(from: string, to: string | null): number | Promise<number>
}

type Choice = 'cancel' | 'keep' | 'move'

export interface Removed {
  cancelled: number
  kept: number
  moved: number
}

export function createRemoval(deps: { registry: Registry; links: Links; events: Events; waiting: Waiting }) {
  const { registry, links, events, waiting } = deps

  async function settle(id: string, choice: Choice, moveTo: string | undefined, sum: Removed): Promise<void> {
    if (choice === 'cancel') sum.cancelled += await waiting.cancel(id)
    else if (choice === 'keep') sum.kept += await waiting.keep(id)
    else sum.moved += await waiting.move(id, moveTo ?? null)
  }

  return {
    /** Removes the device; its row stays for the history. @throws CONFLICT when messages wait and nothing was chosen */
    async remove({ row }: Entry, choice: Choice | undefined, moveTo: string | undefined): Promise<Removed> {
      const { id, name } = row
      const count = waiting.count(id)
      if (count > 0 && choice === undefined) {
        const words = count === 1 ? '1 message waits' : `${count.toLocaleString('en')} messages wait`
        throw new DakiyaError('CONFLICT', `${words} for ${name}. Choose what becomes of it: cancel, keep or move.`, {
          field: 'waiting',
          details: { waiting: count },
        })
      }
      if (choice === 'move' && moveTo !== undefined && (moveTo === id || registry.get(moveTo) === null)) {
        throw new DakiyaError('DEVICE_NOT_FOUND', undefined, { field: 'moveTo' })
      }
      const sum: Removed = { cancelled: 0, kept: 0, moved: 0 }
      if (choice !== undefined && count > 0) await settle(id, choice, moveTo, sum)
      await links.logout(id)
      registry.remove(id)
      // Queued while the link was being ended.
      if (waiting.count(id) > sum.kept) {
        await settle(id, choice ?? 'keep', moveTo, sum).catch(() => settle(id, 'keep', undefined, sum))
      }
      await links.forget(id)
      events.tell('device.removed', { deviceId: id })
      return sum
    },
  }
}
