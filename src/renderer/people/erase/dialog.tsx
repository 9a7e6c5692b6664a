// Erase a person, from anywhere: first the number, then what is kept of it and the question.
import type { Outputs } from '@contract/index.ts'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { client } from '../../client/client.ts'
import { useRefusalText } from '../../client/refusal.ts'
import { useText } from '../../i18n/text.tsx'
import { Button } from '../../ui/controls/button.tsx'
import { Field } from '../../ui/controls/field.tsx'
import { Dialog } from '../../ui/overlay/dialog.tsx'
import { useOverlay } from '../../ui/overlay/overlay.ts'
import { PhoneField } from '../../ui/phone/field.tsx'
import { type PhoneValue, phoneToSend } from '../../ui/phone/value.ts'
import { useHomeCountry } from '../home-country.ts'
import { EraseConfirm } from './confirm.tsx'

export function EraseDialog() {
  const text = useText()
  const sentence = useRefusalText()
  const hide = useOverlay((state) => state.hide)
  const home = useHomeCountry()
  const [typed, setTyped] = useState<PhoneValue | null>(null)
  const [isMissing, setMissing] = useState(false)
  const [kept, setKept] = useState<Outputs['numbers']['kept'] | null>(null)
  const value = typed ?? { country: home, text: '' }
  const look = useMutation({
    mutationFn: () => client.numbers.kept({ number: phoneToSend(value) }),
    onSuccess: setKept,
  })
  const press = () => {
    const isEmpty = value.text.trim() === ''
    setMissing(isEmpty)
    if (!isEmpty && !look.isPending) look.mutate()
  }
  // Never two dialogs at once: the question takes the number's place.
  if (kept !== null) return <EraseConfirm kept={kept} onClose={() => setKept(null)} onErased={hide} />
  return (
    <Dialog
      open
      onClose={hide}
      title={text('erase.title')}
      description={text('erase.text')}
      actions={
        <>
          <Button onClick={hide}>{text('erase.cancel')}</Button>
          <Button kind="primary" busy={look.isPending} onClick={press}>
            {text('erase.look')}
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
          label={text('erase.number')}
          error={isMissing ? text('erase.missing') : look.error && sentence(look.error)}
        >
          <PhoneField
            value={value}
            onChange={(next) => {
              setTyped(next)
              setMissing(false)
              look.reset()
            }}
          />
        </Field>
        <button type="submit" hidden />
      </form>
    </Dialog>
  )
}
