// The devices by their id, for lists of messages: a message knows only the id, and its device may have been removed.
import type { Device } from '@contract/devices.ts'
import { useMemo } from 'react'
import { useOperation } from '../client/queries.ts'
import { useText } from '../i18n/text.tsx'

export interface DeviceNames {
  /** undefined until they are known. */
  list: readonly Device[] | undefined
  get(sessionId: string): Device | undefined
  /** "Shop"; "Removed device" for one that is gone; nothing until they are known. */
  nameOf(sessionId: string): string
}

export function useDeviceNames(): DeviceNames {
  const text = useText()
  const list = useOperation('devices', 'list', {}).data?.devices
  return useMemo(() => {
    const byId = new Map(list?.map((device) => [device.sessionId, device]))
    const unknown = list === undefined ? '' : text('messages.removed-device')
    return {
      list,
      get: (sessionId) => byId.get(sessionId),
      nameOf: (sessionId) => byId.get(sessionId)?.name ?? unknown,
    }
  }, [list, text])
}
