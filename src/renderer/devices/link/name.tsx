// The first step of linking: what this number is called here.
import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { client } from '../../client/client.ts'
import { queryClient, read } from '../../client/queries.ts'
import { useRefusalText } from '../../client/refusal.ts'
import { useText } from '../../i18n/text.tsx'
import { Button } from '../../ui/controls/button.tsx'
import { Field } from '../../ui/controls/field.tsx'
import { TextInput } from '../../ui/controls/text-input.tsx'
import { Dialog } from '../../ui/overlay/dialog.tsx'

export function LinkName({ onMade, onClose }: { onMade: (sessionId: string) => void; onClose: () => void }) {
  const text = useText()
  const sentence = useRefusalText()
  const field = useRef<HTMLInputElement>(null)
  const [name, setName] = useState('')
  const [isChecked, check] = useState(false)
  const isUnnamed = name.trim() === ''
  const make = useMutation({
    mutationFn: () => client.devices.create({ name: name.trim() }),
    onSuccess: ({ device }) => {
      // The next step looks for it in the list, which may hear of it a moment later.
      queryClient.setQueryData(read('devices', 'list', {}).queryKey, (old) => {
        if (old === undefined || old.devices.some((one) => one.sessionId === device.sessionId)) return old
        return { devices: [...old.devices, device] }
      })
      onMade(device.sessionId)
    },
  })
  useEffect(() => field.current?.focus(), [])
  const press = () => {
    check(true)
    if (isUnnamed) field.current?.focus()
    else if (!make.isPending) make.mutate()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={text('devices.link-title')}
      actions={
        <>
          <Button onClick={onClose}>{text('devices.cancel')}</Button>
          <Button kind="primary" aria-keyshortcuts="Control+Enter" busy={make.isPending} onClick={press}>
            {text('devices.next')}
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          press()
        }}
      >
        <Field
          label={text('devices.name')}
          hint={text('devices.name-hint')}
          required
          error={isChecked && isUnnamed ? text('devices.name-missing') : make.error && sentence(make.error)}
        >
          <TextInput ref={field} value={name} onChange={setName} maxLength={60} />
        </Field>
      </form>
    </Dialog>
  )
}
