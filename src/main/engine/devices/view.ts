// A device as other nouns see it: whether messages may go over it, and under which limits.
import type { DeviceLimits } from '@contract/settings.ts'
import type { Registry } from './registry.ts'
import type { DeviceRow } from './store.ts'

export interface DeviceView {
  id: string
  name: string
  isLinked: boolean
  readonly isConnected: boolean
  isPaused: boolean
  isRemoved: boolean
  /** WhatsApp's own block; null when there is none. */
  heldUntil: number | null
  limits: DeviceLimits
}

export interface DeviceViews {
  /** Those not removed, oldest first. */
  all(): DeviceView[]
  /** Removed ones too, which keep their name for the history; null when there never was one. */
  get(deviceId: string): DeviceView | null
}

const noLimits: DeviceLimits = {
  delayMinSeconds: null,
  delayMaxSeconds: null,
  hourlyLimit: null,
  dailyLimit: null,
  typing: null,
}

export function createViews(registry: Registry, isReady: (deviceId: string) => boolean): DeviceViews {
  /** Made once for each state of a device: the accept asks for it several times a message. */
  const known = new WeakMap<DeviceRow, DeviceView>()

  function viewOf(row: DeviceRow): DeviceView {
    const before = known.get(row)
    if (before) return before
    const { id, name, isPaused, limits } = row
    const view: DeviceView = {
      id,
      name,
      isPaused,
      // A limit on new chats lets known ones go on; only a ban holds everything.
      heldUntil: row.heldReason === 'ban' ? row.heldUntil : null,
      limits,
      isLinked: row.state === 'linked',
      isRemoved: false,
      get isConnected() {
        return isReady(id)
      },
    }
    known.set(row, view)
    return view
  }

  return {
    all: () => registry.all().map(({ row }) => viewOf(row)),
    get(deviceId) {
      const entry = registry.get(deviceId)
      if (entry !== null) return viewOf(entry.row)
      const name = registry.nameOf(deviceId)
      if (name === null) return null
      const off = { isLinked: false, isConnected: false, isPaused: false, isRemoved: true, heldUntil: null }
      return { id: deviceId, name, limits: noLimits, ...off }
    },
  }
}
