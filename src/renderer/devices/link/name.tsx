// The first step of linking: what this number is called here.
import { useMutation } from '@tanstack/react-query'
import { client } from '../../client/client.ts'
import { queryClient, read } from '../../client/queries.ts'
import { useText } from '../../i18n/text.tsx'
import { NameDialog } from '../name-dialog.tsx'

export function LinkName({ onMade, onClose }: { onMade: (sessionId: string) => void; onClose: () => void }) {
  const text = useText()
  const make = useMutation({
    mutationFn: (name: string) => client.devices.create({ name }),
    onSuccess: ({ device }) => {
      // The next step looks for it in the list, which may hear of it a moment later.
      queryClient.setQueryData(read('devices', 'list', {}).queryKey, (old) => {
        if (old === undefined || old.devices.some((one) => one.sessionId === device.sessionId)) return old
        return { devices: [...old.devices, device] }
      })
      onMade(device.sessionId)
    },
  })
  return (
    <NameDialog
      title={text('devices.link-title')}
      action={text('devices.next')}
      saving={make}
      onName={make.mutate}
      onClose={onClose}
    />
  )
}
