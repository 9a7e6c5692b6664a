// Asks before a link ends: the phone must be at hand to make it again.
import type { Device } from '@contract/devices.ts'
import { useMutation } from '@tanstack/react-query'
import { client } from '../client/client.ts'
import { useRefusalText } from '../client/refusal.ts'
import { useText } from '../i18n/text.tsx'
import { Confirm } from '../ui/overlay/confirm.tsx'
import { toast } from '../ui/overlay/toast.tsx'

export function LogOutDevice({ device, onClose }: { device: Device; onClose: () => void }) {
  const text = useText()
  const sentence = useRefusalText()
  const { name, sessionId, inQueue } = device
  const logOut = useMutation({
    mutationFn: () => client.devices.logout({ sessionId }),
    onSuccess: () => {
      toast(text('devices.logged-out', { name }))
      onClose()
    },
  })
  return (
    <Confirm
      open
      title={text('devices.logout-title', { name })}
      text={text('devices.logout-text', { waiting: inQueue })}
      verb={text('devices.menu-logout')}
      onConfirm={() => logOut.mutate()}
      onClose={onClose}
      busy={logOut.isPending}
      error={logOut.error && sentence(logOut.error)}
    />
  )
}
