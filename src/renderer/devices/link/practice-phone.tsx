// In a practice profile the phone is simulated: a press here does what a person would do with a real one.
import type { Device } from '@contract/devices.ts'
import type { Phone } from '@contract/practice.ts'
import { useMutation } from '@tanstack/react-query'
import { ChevronDown, ScanQrCode } from 'lucide-react'
import { reread, useIsPractice, useOperation } from '../../client/queries.ts'
import { useRefusalText } from '../../client/refusal.ts'
import { useText } from '../../i18n/text.tsx'
import { Button } from '../../ui/controls/button.tsx'
import { FieldError } from '../../ui/controls/field.tsx'
import { Menu } from '../../ui/overlay/menu.tsx'
import { Banner } from '../../ui/page/banner.tsx'
import { phoneText } from '../../ui/phone/number.tsx'

interface PracticePhoneProps {
  verb: 'scan' | 'code'
  device: Device
  devices: readonly Device[]
  /** The phone that the code was made for; without it, any. */
  only?: string
  /** null while there is nothing to scan. */
  act: ((number: string) => Promise<unknown>) | null
}

function usePhones(): Phone[] {
  const isPractice = useIsPractice()
  return useOperation('practice', 'phones', {}, { enabled: isPractice }).data?.phones ?? []
}

const taken = (phone: Phone, devices: readonly Device[]) =>
  devices.some(({ number, status }) => number === phone.number && status !== 'logged-out')

/** The practice phone to take: the one this device had, else a free one; undefined outside of practice. */
export function usePracticePhone(device: Device, devices: readonly Device[]): Phone | undefined {
  const phones = usePhones()
  return (
    phones.find(({ number }) => number === device.number) ?? phones.find((phone) => !taken(phone, devices)) ?? phones[0]
  )
}

export function PracticePhone({ verb, device, devices, only, act }: PracticePhoneProps) {
  const text = useText()
  const sentence = useRefusalText()
  const phones = usePhones()
  const usual = usePracticePhone(device, devices)
  const suggested = only === undefined ? usual : phones.find(({ number }) => number === only)
  const press = useMutation({
    mutationFn: async (number: string) => act?.(number),
    onSettled: () => reread('practice'),
  })
  if (suggested === undefined) return null
  const others = only === undefined ? phones.filter((phone) => phone !== suggested) : []
  return (
    <>
      <Banner
        tone="practice"
        action={
          <div className="flex flex-wrap gap-2">
            <Button
              small
              icon={ScanQrCode}
              busy={press.isPending || act === null}
              onClick={() => press.mutate(suggested.number)}
            >
              {text(`devices.practice-${verb}`, { number: phoneText(suggested.number) })}
            </Button>
            {others.length > 0 && (
              <Menu
                trigger={
                  <Button small kind="quiet" icon={ChevronDown}>
                    {text('devices.practice-other')}
                  </Button>
                }
                items={others.map((phone) => {
                  const number = phoneText(phone.number)
                  return {
                    label: taken(phone, devices) ? text('devices.practice-busy', { number }) : number,
                    onSelect: () => press.mutate(phone.number),
                  }
                })}
              />
            )}
          </div>
        }
      >
        {text('devices.practice-hint')}
      </Banner>
      <FieldError error={press.error && sentence(press.error)} />
    </>
  )
}
