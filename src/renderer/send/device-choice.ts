// Which device will send to a number and when, in one sentence; it follows the devices as they change.
import type { Device } from '@contract/devices.ts'
import { useOperation } from '../client/queries.ts'
import { useText } from '../i18n/text.tsx'
import { useTimes } from '../i18n/times.ts'
import { chosenDevice, isLinked, type SendTime, sendTimeOf } from '../messages/compose/send-time.ts'

/** @param number digits, or null while there is none */
export function useChosenDevice(number: string | null): Device | undefined {
  const devices = useOperation('devices', 'list', {}).data?.devices ?? []
  const isOpen = number !== null && devices.filter(isLinked).length > 1
  // A recipient stays with the device that last wrote to them.
  const last = useOperation('history', 'list', { number: number ?? '0', limit: 1 }, { enabled: isOpen })
  return chosenDevice(devices, isOpen ? last.data?.messages[0]?.sessionId : undefined)
}

export function useSendTime(device: Device | undefined): SendTime | undefined {
  const settings = useOperation('settings', 'get', {}).data?.settings
  const devices = useOperation('devices', 'list', {}).data
  if (settings === undefined || devices === undefined) return undefined
  return sendTimeOf(device, settings, Date.now())
}

export function useSendTimeText(): (sendTime: SendTime) => string {
  const text = useText()
  const times = useTimes()
  return (sendTime) => {
    if (sendTime.kind === 'no-device') return text('send.no-device')
    const device = sendTime.device.name
    switch (sendTime.kind) {
      case 'soon': {
        const { min, max } = sendTime
        return text(min === max ? 'send.seconds' : 'send.soon', { device, min, max })
      }
      case 'at':
        return text('send.at', { device, when: times.future(sendTime.at) })
      case 'limited':
        return text('send.limited', {
          device,
          known: sendTime.at === null ? 'no' : 'yes',
          when: sendTime.at === null ? '' : times.future(sendTime.at),
        })
      default:
        return text(`send.${sendTime.kind}`, { device })
    }
  }
}
