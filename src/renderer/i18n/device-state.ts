// The states of a device: word, icon, colour, sentence with its cure, and whether it needs somebody.
import type { Device, DeviceStatus } from '@contract/devices.ts'
import { Ban, CircleCheck, CirclePause, Loader, QrCode, ShieldAlert, Smartphone, Unplug, WifiOff } from 'lucide-react'
import { useIntl } from 'react-intl'
import type { Status } from '../ui/display/pill.tsx'
import type { TextId } from './locales.ts'
import { useText } from './text.tsx'
import { useTimes } from './times.ts'

export type DeviceStateName = DeviceStatus | 'paused'

type State = Status<DeviceStateName, TextId>

const states: Record<DeviceStateName, Omit<State, 'name'>> = {
  new: { icon: Smartphone, tone: 'plain', word: 'device-state.new' },
  linking: { icon: QrCode, tone: 'plain', word: 'device-state.linking' },
  connecting: { icon: Loader, tone: 'plain', word: 'device-state.connecting' },
  connected: { icon: CircleCheck, tone: 'positive', word: 'device-state.connected' },
  paused: { icon: CirclePause, tone: 'caution', word: 'device-state.paused' },
  offline: { icon: WifiOff, tone: 'caution', word: 'device-state.offline' },
  'logged-out': { icon: Unplug, tone: 'caution', word: 'device-state.logged-out' },
  restricted: { icon: ShieldAlert, tone: 'caution', word: 'device-state.restricted' },
  banned: { icon: Ban, tone: 'danger', word: 'device-state.banned' },
}

/** Which state a device is in; a connected one that was paused says so. */
export function deviceState(device: Device): State {
  const name = device.status === 'connected' && device.isPaused ? 'paused' : device.status
  return { name, ...states[name] }
}

/** Whether somebody has to do something about it, gravest first; 0 = nothing to do. Most offline ones mend themselves. */
export function deviceCare(device: Device): number {
  if (device.nextStep === 'connect' || device.nextStep === 'update') return 2
  return { banned: 3, 'logged-out': 2, restricted: 1 }[device.status as string] ?? 0
}

/** The sentence of state and cure beside a device's pill. */
export function useDeviceSentence(): (device: Device) => string {
  const text = useText()
  const times = useTimes()
  const { locale } = useIntl()
  return (device) => {
    const { name } = deviceState(device)
    // The engine's sentence knows more (taken over by another program, linked twice); another language says what the state means.
    if (name !== 'paused' && locale.startsWith('en')) return device.statusText
    const until = device.heldUntil === null ? '' : times.until(device.heldUntil)
    const known = until === '' ? 'no' : 'yes'
    const since = times.clock(device.statusSince)
    if (name === 'linking' && device.linkStep !== null) return text(`device-sentence.${device.linkStep}`)
    return text(`device-sentence.${name}`, { waiting: device.inQueue, until, known, since })
  }
}

/** What a person may do meanwhile, where the sentence beside the pill does not say it; null otherwise. */
export function useMeanwhile(): (device: Device) => string | null {
  const { locale } = useIntl()
  return ({ status, nextStep, nextStepText }) => {
    const isSaid = status !== 'offline' && status !== 'restricted'
    return nextStep !== 'wait' || isSaid || !locale.startsWith('en') ? null : nextStepText
  }
}
