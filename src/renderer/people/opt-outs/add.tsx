// One more number that nobody writes to.
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useRefusalText } from '../../client/refusal.ts'
import { useText } from '../../i18n/text.tsx'
import { Button } from '../../ui/controls/button.tsx'
import { Field } from '../../ui/controls/field.tsx'
import { PhoneField } from '../../ui/phone/field.tsx'
import { type PhoneValue, phoneToSend } from '../../ui/phone/value.ts'
import { useHomeCountry } from '../home-country.ts'
import { optOut } from './change.ts'

export function AddOptOut() {
  const text = useText()
  const sentence = useRefusalText()
  const home = useHomeCountry()
  const [typed, setTyped] = useState<PhoneValue | null>(null)
  const [isMissing, setMissing] = useState(false)
  const value = typed ?? { country: home, text: '' }
  const add = useMutation({
    mutationFn: () => optOut(phoneToSend(value)),
    onSuccess: () => setTyped({ country: value.country, text: '' }),
  })
  const press = () => {
    const isEmpty = value.text.trim() === ''
    setMissing(isEmpty)
    if (!isEmpty && !add.isPending) add.mutate()
  }
  return (
    <form
      className="flex flex-wrap items-start gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        press()
      }}
    >
      <div className="min-w-0 flex-1 basis-64">
        <Field
          label={text('opt-outs.add-label')}
          error={isMissing ? text('opt-outs.add-missing') : add.error && sentence(add.error)}
        >
          <PhoneField
            value={value}
            onChange={(next) => {
              setTyped(next)
              setMissing(false)
              add.reset()
            }}
          />
        </Field>
      </div>
      {/* As high as the label, so that button and field stand on one line. */}
      <div className="pt-6">
        <Button type="submit" kind="primary" busy={add.isPending}>
          {text('opt-outs.add')}
        </Button>
      </div>
    </form>
  )
}
