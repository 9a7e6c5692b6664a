// Which device a message is tied to when it is accepted: the one asked for, else the one that last wrote to this number,
// else the least loaded of those that are linked, the connected ones first.
import { DakiyaError } from '@contract/errors.ts'
import type { DeviceView, DeviceViews } from '../../devices/devices.ts'
import type { Backlog } from '../state/backlog.ts'
import type { QueueStore } from './store.ts'

export type Choose = (number: string, sessionId: string | undefined) => DeviceView

export function createChoose(deps: { devices: DeviceViews; backlog: Backlog; store: QueueStore }): Choose {
  const { devices, backlog, store } = deps
  return (number, sessionId) => {
    if (sessionId !== undefined) {
      const asked = devices.get(sessionId)
      if (!asked || asked.isRemoved) {
        throw new DakiyaError('DEVICE_NOT_FOUND', undefined, { field: 'sessionId' })
      }
      if (!asked.isLinked) {
        throw new DakiyaError('CONFLICT', `${asked.name} is not linked to a phone. Link it first.`, {
          field: 'sessionId',
        })
      }
      return asked
    }
    const linked = devices.all().filter((device) => device.isLinked && !device.isRemoved)
    if (linked.length === 0) throw new DakiyaError('CONFLICT', 'No phone is linked. Link a phone first.')
    if (linked.length > 1) {
      const last = store.lastDeviceOf(number)
      const known = linked.find((device) => device.id === last)
      if (known) return known
    }
    const may = linked.filter((device) => device.isConnected && !device.isPaused)
    const candidates = may.length > 0 ? may : linked
    return candidates.reduce((best, device) => (backlog.of(device.id) < backlog.of(best.id) ? device : best))
  }
}
