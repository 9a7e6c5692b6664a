// To: whose number it is, and what is known of it before anything goes.

import type { CountryCode } from 'libphonenumber-js/min'
import { Users } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useNavigate } from 'react-router'
import { useOperation } from '../client/queries.ts'
import { useText } from '../i18n/text.tsx'
import { addNumbers } from '../messages/compose/list-draft.ts'
import { useHomeCountry } from '../people/home-country.ts'
import { useAddress } from '../ui/address.ts'
import { Button } from '../ui/controls/button.tsx'
import { Field } from '../ui/controls/field.tsx'
import { Banner } from '../ui/page/banner.tsx'
import { PhoneField } from '../ui/phone/field.tsx'
import { type PhoneValue, phoneToSend, readPhone, understoodPhone } from '../ui/phone/value.ts'
import { useSendDraft } from './draft.ts'

export interface Recipient {
  value: PhoneValue
  /** As the engine takes it; '' while empty. */
  toSend: string
  /** Digits; null until it is a number. */
  number: string | null
  /** +92 300 1234567 */
  display: string | null
}

export function useRecipient(): Recipient {
  const home = useHomeCountry()
  const { country, number } = useSendDraft().value
  const value = { country: country ?? home, text: number }
  const toSend = phoneToSend(value)
  const understood = understoodPhone(value)
  const isNumber = understood !== null && /^\+\d+$/.test(toSend)
  return { value, toSend, number: isNumber ? toSend.slice(1) : null, display: understood?.display ?? null }
}

export function RecipientField({ recipient, error }: { recipient: Recipient; error: string | null }) {
  const text = useText()
  const change = useSendDraft((draft) => draft.change)
  const [isLeft, setLeft] = useState(false)
  const [many, setMany] = useState<string[]>([])
  const navigate = useNavigate()
  const { value, toSend } = recipient
  useAddressee(value.country)
  const asked = useOperation('numbers', 'understand', { numbers: [toSend] }, { enabled: isLeft && toSend !== '' })
  const [known] = (isLeft && toSend !== '' && asked.data?.results) || []
  const problem = known?.problem ? text('send.to-problem', { problem: known.problem }) : null
  return (
    <>
      <Field label={text('send.to')} required error={error ?? problem}>
        <PhoneField
          value={value}
          onChange={(next) => {
            setLeft(false)
            change({ country: next.country, number: next.text })
          }}
          onPasteMany={setMany}
          onBlur={() => setLeft(true)}
        />
      </Field>
      {known?.isOptedOut && <Banner tone="caution">{text('send.opted-out')}</Banner>}
      {many.length > 0 && (
        <Banner
          tone="info"
          action={
            <Button
              small
              icon={Users}
              onClick={() => {
                addNumbers(many)
                void navigate('/bulk-send')
              }}
            >
              {text('send.many-go')}
            </Button>
          }
        >
          {text('send.many', { count: many.length })}
        </Banner>
      )}
    </>
  )
}

/** `/send?to=923001234567` fills To, once. */
function useAddressee(country: CountryCode): void {
  const [address, setAddress] = useAddress()
  const change = useSendDraft((draft) => draft.change)
  const to = address.get('to')
  useEffect(() => {
    if (to === null) return
    const read = readPhone(/^\d+$/.test(to) ? `+${to}` : to, country)
    change({ country: read.country, number: read.text })
    setAddress({ to: null })
  }, [to, country, change, setAddress])
}
