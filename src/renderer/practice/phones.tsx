// The practice phones: which devices are linked to each, and what a person could do with the phone in hand.
import type { Phone } from '@contract/practice.ts'
import { useMutation } from '@tanstack/react-query'
import { Keyboard, Link2, ScanQrCode, Unlink } from 'lucide-react'
import { useState } from 'react'
import { client } from '../client/client.ts'
import { reread, useOperation } from '../client/queries.ts'
import { useRefusalText } from '../client/refusal.ts'
import { useText } from '../i18n/text.tsx'
import { Button, LinkButton } from '../ui/controls/button.tsx'
import { FieldError } from '../ui/controls/field.tsx'
import { TextLine } from '../ui/display/text-line.tsx'
import { MoreMenu } from '../ui/overlay/menu.tsx'
import { Section } from '../ui/page/page.tsx'
import { PhoneNumber, phoneText } from '../ui/phone/number.tsx'
import { EnterCode } from './enter-code.tsx'

export function Phones({ phones }: { phones: readonly Phone[] }) {
  const text = useText()
  return (
    <Section title={text('practice.phones')}>
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,17rem),1fr))] gap-4">
        {phones.map((phone) => (
          <li key={phone.number} className="flex">
            <PhoneCard phone={phone} />
          </li>
        ))}
      </ul>
    </Section>
  )
}

function PhoneCard({ phone }: { phone: Phone }) {
  const text = useText()
  const sentence = useRefusalText()
  const [isTyping, setTyping] = useState(false)
  const devices = useOperation('devices', 'list', {}).data?.devices ?? []
  const { number } = phone
  const isLinked = phone.devices.length > 0
  const names = devices.filter((device) => device.number === number && device.status !== 'logged-out')
  const waiting = devices.find(({ status }) => status === 'linking')
  const unlink = useMutation({
    mutationFn: (device: number) => client.practice.unlink({ number, device }),
    onSettled: () => reread('practice'),
  })
  const scan = useMutation({
    mutationFn: async (sessionId: string) => {
      const { qr } = await client.devices.qr({ sessionId })
      await client.practice.scan({ number, qr })
    },
    onSettled: () => reread('practice'),
  })
  const said = isLinked
    ? text('practice.linked', {
        count: phone.devices.length,
        names: names.map(({ name }) => name).join(', '),
        known: names.length > 0 ? 'yes' : 'no',
      })
    : text('practice.not-linked')
  const problem = scan.error ?? unlink.error
  return (
    <article
      aria-label={phoneText(number)}
      className="flex min-w-0 flex-1 flex-col gap-2 rounded-card border bg-surface py-3 ps-4 pe-2"
    >
      <div className="flex items-start justify-between gap-2">
        <div className="min-w-0">
          <h3 className="font-semibold">
            <PhoneNumber value={number} />
          </h3>
          <p className="text-ink-2">
            <TextLine text={phone.name} />
            {said}
          </p>
        </div>
        <MoreMenu
          of={phoneText(number)}
          items={[
            { label: text('practice.enter-code'), icon: Keyboard, onSelect: () => setTyping(true) },
            ...phone.devices.map((device) => ({
              label: text('practice.unlink', { device }),
              icon: Unlink,
              onSelect: () => unlink.mutate(device),
            })),
          ]}
        />
      </div>
      {!isLinked && (
        <div className="mt-auto flex flex-wrap gap-2">
          {waiting ? (
            <Button small icon={ScanQrCode} busy={scan.isPending} onClick={() => scan.mutate(waiting.sessionId)}>
              {text('practice.scan', { name: waiting.name })}
            </Button>
          ) : (
            <LinkButton small icon={Link2} to="/devices?link=new">
              {text('practice.link')}
            </LinkButton>
          )}
        </div>
      )}
      <FieldError error={problem && sentence(problem)} />
      {isTyping && <EnterCode number={number} onClose={() => setTyping(false)} />}
    </article>
  )
}
