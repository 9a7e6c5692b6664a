// The two ways to link, side by side as equals, until the phone has answered; from then on what happens is told instead.
import type { Device } from '@contract/devices.ts'
import { LoaderCircle } from 'lucide-react'
import { useText } from '../../i18n/text.tsx'
import { useAddressPart } from '../../ui/address.ts'
import { Tabs } from '../../ui/controls/tabs.tsx'
import { LinkByCode } from './by-code.tsx'
import { LinkByQr } from './by-qr.tsx'

interface LinkMethodsProps {
  device: Device
  devices: readonly Device[]
}

export function LinkMethods({ device, devices }: LinkMethodsProps) {
  const text = useText()
  const [method, setMethod] = useAddressPart('way', 'qr')
  const step = stepOf(device)
  return (
    <>
      {step === null ? (
        <Tabs
          name={text('devices.method')}
          value={method === 'code' ? 'code' : 'qr'}
          onChange={setMethod}
          tabs={[
            { value: 'qr', label: text('devices.method-qr'), content: <LinkByQr device={device} devices={devices} /> },
            {
              value: 'code',
              label: text('devices.method-code'),
              content: <LinkByCode device={device} devices={devices} />,
            },
          ]}
        />
      ) : (
        <div role="status" className="flex min-h-60 items-center justify-center gap-3 text-section">
          <LoaderCircle aria-hidden className="size-5 animate-spin text-accent" />
          {text(step)}
        </div>
      )}
    </>
  )
}

/** What to tell once the phone has answered; null while it is still waited for. */
function stepOf({ status, linkStep }: Device) {
  if (linkStep === 'scanned') return 'device-sentence.scanned'
  if (linkStep === 'syncing') return 'device-sentence.syncing'
  // The link is made; WhatsApp asks every new device to connect once more.
  if (status === 'connecting' || status === 'offline') return 'devices.at-connecting'
  return null
}
