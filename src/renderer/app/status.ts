// What the frame knows at any time: who listens, how many devices can send, how many messages wait, what is wrong.
import type { Device } from '@contract/devices.ts'
import { useConnection } from '../client/client.ts'
import { useOperation } from '../client/queries.ts'

export interface AppStatus {
  isPractice: boolean
  /** undefined until it is known. */
  devices: Device[] | undefined
  connected: number
  waiting: number
}

export function useAppStatus(): AppStatus {
  const info = useOperation('app', 'info', {}).data
  const devices = useOperation('devices', 'list', {}).data?.devices
  const summary = useOperation('queue', 'summary', {}).data
  return {
    isPractice: info?.isPractice === true,
    devices,
    connected: devices?.filter((device) => device.status === 'connected' || device.status === 'restricted').length ?? 0,
    waiting: summary?.waiting ?? 0,
  }
}

export type Trouble = 'signed-out' | 'gone' | 'storage-full' | 'pc-offline' | 'paused'

/** The gravest thing that holds everything up; null when nothing does. */
export function useTrouble(): Trouble | null {
  const connection = useConnection()
  // Asked again now and then: nothing announces that the PC went offline or the disk filled up.
  const info = useOperation('app', 'info', {}, { refetchInterval: 5_000 }).data
  const isPaused = useOperation('settings', 'get', {}).data?.settings.isPaused === true
  if (connection.kind === 'signed-out' || connection.kind === 'gone') return connection.kind
  return info?.trouble ?? (isPaused ? 'paused' : null)
}

/** How far the data of an older version are made ready; null when they are. Read again with what holds everything up. */
export function useUpgrade(): { done: number; total: number } | null {
  return useOperation('app', 'info', {}).data?.upgrade ?? null
}
