// Write as a customer: from any number to a linked practice phone; STOP is one press.
import type { Chat, Phone } from '@contract/practice.ts'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { client } from '../client/client.ts'
import { reread } from '../client/queries.ts'
import { useRefusalText } from '../client/refusal.ts'
import { ltr, useText } from '../i18n/text.tsx'
import { useHomeCountry } from '../people/home-country.ts'
import { useAddressPart } from '../ui/address.ts'
import { Button, LinkButton } from '../ui/controls/button.tsx'
import { Field, FieldError } from '../ui/controls/field.tsx'
import { Select } from '../ui/controls/select.tsx'
import { TextArea } from '../ui/controls/text-input.tsx'
import { Dialog } from '../ui/overlay/dialog.tsx'
import { toast } from '../ui/overlay/toast.tsx'
import { PhoneField } from '../ui/phone/field.tsx'
import { phoneText } from '../ui/phone/number.tsx'
import { type PhoneValue, phoneToSend, readPhone } from '../ui/phone/value.ts'

interface WriteProps {
  phones: readonly Phone[]
  chats: readonly Chat[]
  onClose: () => void
}

export function WriteAsCustomer({ phones, chats, onClose }: WriteProps) {
  const text = useText()
  const sentence = useRefusalText()
  const home = useHomeCountry()
  const [picked, pick] = useAddressPart('number')
  const linked = phones.filter(({ devices }) => devices.length > 0)
  const people = chats.map(({ number }) => number).filter((number) => !number.includes('@'))
  const usual = people.includes(picked) ? picked : people[0]
  const [from, setFrom] = useState<PhoneValue>(
    usual === undefined ? { country: home, text: '' } : readPhone(`+${usual}`, home),
  )
  const [to, setTo] = useState(linked[0]?.number ?? '')
  const [words, setWords] = useState('')
  const [isChecked, check] = useState(false)
  const number = phoneToSend(from).replace(/^\+/, '')
  const write = useMutation({
    mutationFn: (said: string) => client.practice.write({ from: number, to, text: said }),
    onSuccess: () => {
      toast(text('practice.written', { number: ltr(phoneText(number)) }))
      pick(number)
      reread('practice')
      onClose()
    },
  })
  const press = (said: string) => {
    check(true)
    if (number !== '' && said.trim() !== '') write.mutate(said)
  }
  if (linked.length === 0)
    return (
      <Dialog
        open
        onClose={onClose}
        title={text('practice.write')}
        actions={
          <LinkButton kind="primary" to="/devices?link=new">
            {text('practice.link')}
          </LinkButton>
        }
      >
        <p>{text('practice.write-nobody')}</p>
      </Dialog>
    )
  return (
    <Dialog
      open
      onClose={onClose}
      title={text('practice.write')}
      actions={
        <>
          <Button busy={write.isPending} onClick={() => press('STOP')}>
            {text('practice.stop')}
          </Button>
          <Button kind="primary" aria-keyshortcuts="Control+Enter" busy={write.isPending} onClick={() => press(words)}>
            {text('practice.write-it')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field
          label={text('practice.from')}
          hint={text('practice.from-hint')}
          required
          error={isChecked && number === '' && text('practice.from-missing')}
        >
          <PhoneField value={from} onChange={setFrom} />
        </Field>
        <Field label={text('practice.to')}>
          <Select
            value={to}
            onChange={setTo}
            options={linked.map((phone) => ({ value: phone.number, label: phoneText(phone.number), hint: phone.name }))}
          />
        </Field>
        <Field
          label={text('practice.words')}
          required
          error={isChecked && !write.isPending && words.trim() === '' && text('practice.words-missing')}
        >
          <TextArea value={words} onChange={setWords} rows={3} maxLength={4096} />
        </Field>
        <FieldError error={write.error && sentence(write.error)} />
      </div>
    </Dialog>
  )
}
