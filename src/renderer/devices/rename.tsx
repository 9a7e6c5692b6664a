// Another name for a device; its number, history and queue stay as they are.
import type { Device } from '@contract/devices.ts'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { client } from '../client/client.ts'
import { useUndo } from '../client/undo.ts'
import { useText } from '../i18n/text.tsx'
import { NameDialog } from './name-dialog.tsx'

export function RenameDevice({ device, onClose }: { device: Device; onClose: () => void }) {
  const text = useText()
  const undo = useUndo()
  const { sessionId } = device
  const [before] = useState(device.name)
  const rename = useMutation({
    mutationFn: (name: string) => client.devices.update({ sessionId, name }),
    onSuccess: ({ device: renamed }) => {
      const done = text('devices.renamed', { name: renamed.name })
      undo(done, () => client.devices.update({ sessionId, name: before }), 'devices')
      onClose()
    },
  })
  return (
    <NameDialog
      title={text('devices.rename-title', { name: before })}
      action={text('devices.menu-rename')}
      before={before}
      saving={rename}
      onName={(name) => (name === before ? onClose() : rename.mutate(name))}
      onClose={onClose}
    />
  )
}
