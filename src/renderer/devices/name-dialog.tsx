// The dialog that asks what a device is called here, when it is linked and when it gets another name.
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useRefusalText } from '../client/refusal.ts'
import { useText } from '../i18n/text.tsx'
import { Button } from '../ui/controls/button.tsx'
import { Field } from '../ui/controls/field.tsx'
import { TextInput } from '../ui/controls/text-input.tsx'
import { Dialog } from '../ui/overlay/dialog.tsx'

/** `onName` gets a name that is not empty, and is not called again while `saving` is pending. */
export function NameDialog(props: {
  title: string
  action: ReactNode
  before?: string
  saving: { isPending: boolean; error: Error | null }
  onName: (name: string) => void
  onClose: () => void
}) {
  const { title, action, before = '', saving, onName, onClose } = props
  const text = useText()
  const sentence = useRefusalText()
  const field = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState(before)
  const [isChecked, check] = useState(false)
  const name = typed.trim()
  useEffect(() => {
    field.current?.focus()
    field.current?.select()
  }, [])
  const press = () => {
    check(true)
    if (name === '') field.current?.focus()
    else if (!saving.isPending) onName(name)
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      actions={
        <>
          <Button onClick={onClose}>{text('devices.cancel')}</Button>
          <Button kind="primary" aria-keyshortcuts="Control+Enter" busy={saving.isPending} onClick={press}>
            {action}
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
          error={isChecked && name === '' ? text('devices.name-missing') : saving.error && sentence(saving.error)}
        >
          <TextInput ref={field} value={typed} onChange={setTyped} maxLength={60} />
        </Field>
      </form>
    </Dialog>
  )
}
