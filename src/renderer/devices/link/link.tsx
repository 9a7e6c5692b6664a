// Linking a phone: a name first, then a code to scan or to type, each step told as it happens. Leaving it loses nothing:
// the device stays on its card, and what the phone has begun goes on.
import type { Device } from '@contract/devices.ts'
import { useEffect } from 'react'
import { useText } from '../../i18n/text.tsx'
import { Dialog } from '../../ui/overlay/dialog.tsx'
import { LinkMethods } from './methods.tsx'
import { LinkName } from './name.tsx'
import { LinkSuccess } from './success.tsx'

interface LinkPhoneProps {
  devices: readonly Device[]
  /** Which one to link; 'new' = one that has no name yet. */
  sessionId: string
  onMade: (sessionId: string) => void
  onClose: () => void
}

export function LinkPhone({ devices, sessionId, onMade, onClose }: LinkPhoneProps) {
  const device = devices.find((one) => one.sessionId === sessionId)
  const isGone = sessionId !== 'new' && device === undefined
  useEffect(() => {
    if (isGone) onClose()
  }, [isGone, onClose])
  if (sessionId === 'new') return <LinkName onMade={onMade} onClose={onClose} />
  if (device === undefined) return null
  return <LinkDevice device={device} devices={devices} onClose={onClose} />
}

type LinkDeviceProps = Pick<LinkPhoneProps, 'devices' | 'onClose'> & { device: Device }

function LinkDevice({ device, devices, onClose }: LinkDeviceProps) {
  const text = useText()
  const isLinked = device.status === 'connected' || device.status === 'restricted'
  if (isLinked) return <LinkSuccess device={device} onClose={onClose} />
  return (
    <Dialog open wide onClose={onClose} title={text('devices.link-again-title', { name: device.name })}>
      <LinkMethods device={device} devices={devices} />
    </Dialog>
  )
}
