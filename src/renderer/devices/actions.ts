// What a press does to a device at once: pause, go on, connect again. What cannot be done is said on its card.
import type { Device } from '@contract/devices.ts'
import { useMutation } from '@tanstack/react-query'
import { client } from '../client/client.ts'
import { useRefusalText } from '../client/refusal.ts'
import { useUndo } from '../client/undo.ts'
import { useText } from '../i18n/text.tsx'

export interface DeviceActions {
  setPaused(isPaused: boolean): void
  restart(): void
  busy: 'pause' | 'restart' | null
  /** Why the last one could not be done, one sentence. */
  problem: string | null
}

export function useDeviceActions({ sessionId, name }: Device): DeviceActions {
  const text = useText()
  const sentence = useRefusalText()
  const undo = useUndo()
  const call = (isPaused: boolean) =>
    isPaused ? client.devices.pause({ sessionId }) : client.devices.resume({ sessionId })
  const pause = useMutation({
    mutationFn: call,
    onSuccess: (_, isPaused) =>
      undo(text(isPaused ? 'devices.paused' : 'devices.resumed', { name }), () => call(!isPaused)),
  })
  const restart = useMutation({ mutationFn: () => client.devices.restart({ sessionId }) })
  const error = pause.error ?? restart.error
  return {
    setPaused(isPaused) {
      restart.reset()
      pause.mutate(isPaused)
    },
    restart() {
      pause.reset()
      restart.mutate()
    },
    busy: pause.isPending ? 'pause' : restart.isPending ? 'restart' : null,
    problem: error && sentence(error),
  }
}
