// Linking by a code that is typed on the phone, for whoever cannot point its camera here.
import type { Device } from '@contract/devices.ts'
import { useMutation } from '@tanstack/react-query'
import { parsePhoneNumberFromString } from 'libphonenumber-js/min'
import { useState } from 'react'
import { client } from '../../client/client.ts'
import { refusalOfCall, useRefusalText } from '../../client/refusal.ts'
import { useText } from '../../i18n/text.tsx'
import { useHomeCountry } from '../../people/home-country.ts'
import { Button } from '../../ui/controls/button.tsx'
import { Field } from '../../ui/controls/field.tsx'
import { PhoneField } from '../../ui/phone/field.tsx'
import { type PhoneValue, phoneToSend, readPhone } from '../../ui/phone/value.ts'
import { PhoneSteps } from './phone-steps.tsx'
import { PracticePhone, usePracticePhone } from './practice-phone.tsx'

export function LinkByCode({ device, devices }: { device: Device; devices: readonly Device[] }) {
  const text = useText()
  const sentence = useRefusalText()
  const home = useHomeCountry()
  const practice = usePracticePhone(device, devices)
  const [typed, setTyped] = useState<PhoneValue | null>(null)
  const [isChecked, check] = useState(false)
  const known = device.number ?? practice?.number ?? null
  const value =
    typed ??
    (known === null ? { country: home, text: '' } : readPhone(`+${known}`, known.startsWith('1') ? 'US' : home))
  const number = phoneToSend(value)
  const get = useMutation({
    mutationFn: () => client.devices.pairingCode({ sessionId: device.sessionId, number }),
  })
  const press = () => {
    check(true)
    if (number !== '') get.mutate()
  }
  const code = get.data?.code
  const refusal = get.error && (refusalOfCall(get.error).field === 'number' || !code) ? sentence(get.error) : null
  return (
    <div className="flex flex-col gap-4">
      <form
        className="flex max-w-form flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          press()
        }}
      >
        <Field
          label={text('devices.code-of')}
          required
          error={isChecked && number === '' ? text('devices.code-missing') : refusal}
        >
          <PhoneField value={value} onChange={setTyped} />
        </Field>
        <div>
          <Button
            type="submit"
            kind={code === undefined ? 'primary' : 'secondary'}
            busy={get.isPending}
            aria-keyshortcuts="Control+Enter"
          >
            {text(code === undefined ? 'devices.get-code' : 'devices.another-code')}
          </Button>
        </div>
      </form>
      {code !== undefined && (
        <>
          <PhoneSteps steps={['devices.step-open', 'devices.step-menu', 'devices.step-number', 'devices.step-type']} />
          <p
            role="status"
            aria-label={text('devices.code-name')}
            className="w-fit rounded-card border bg-sunken px-6 py-4"
          >
            <bdi dir="ltr" className="select-all font-mono text-figure">
              {code.slice(0, 4)}-{code.slice(4)}
            </bdi>
          </p>
          <PracticePhone
            verb="code"
            device={device}
            devices={devices}
            only={parsePhoneNumberFromString(number)?.number.slice(1) ?? number}
            act={(phone) => client.practice.code({ number: phone, code })}
          />
        </>
      )}
    </div>
  )
}
