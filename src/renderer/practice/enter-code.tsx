// A practice phone types the eight characters that a device shows.
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { client } from '../client/client.ts'
import { reread } from '../client/queries.ts'
import { useRefusalText } from '../client/refusal.ts'
import { ltr, useText } from '../i18n/text.tsx'
import { Button } from '../ui/controls/button.tsx'
import { Field } from '../ui/controls/field.tsx'
import { TextInput } from '../ui/controls/text-input.tsx'
import { Dialog } from '../ui/overlay/dialog.tsx'
import { phoneText } from '../ui/phone/number.tsx'

export function EnterCode({ number, onClose }: { number: string; onClose: () => void }) {
  const text = useText()
  const sentence = useRefusalText()
  const [typed, setTyped] = useState('')
  const [isChecked, check] = useState(false)
  const code = typed.replace(/[\s-]/g, '').toUpperCase()
  const isWrong = !/^[A-Z0-9]{8}$/.test(code)
  const enter = useMutation({
    mutationFn: () => client.practice.code({ number, code }),
    onSuccess: onClose,
    onSettled: () => reread('practice'),
  })
  const press = () => {
    check(true)
    if (!isWrong) enter.mutate()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={text('practice.code-title', { number: ltr(phoneText(number)) })}
      actions={
        <>
          <Button onClick={onClose}>{text('practice.cancel')}</Button>
          <Button kind="primary" aria-keyshortcuts="Control+Enter" busy={enter.isPending} onClick={press}>
            {text('practice.enter-code')}
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
          label={text('practice.code')}
          hint={text('practice.code-hint')}
          required
          error={isChecked && isWrong ? text('practice.code-wrong') : enter.error && sentence(enter.error)}
        >
          <TextInput code value={typed} onChange={setTyped} maxLength={12} />
        </Field>
      </form>
    </Dialog>
  )
}
