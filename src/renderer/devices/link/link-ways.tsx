// The two ways to link, side by side as equals, until the phone has answered; from then on what happens is told instead.
import type { Device } from '@contract/devices.ts'
import { LoaderCircle } from 'lucide-react'
import { useText } from '../../i18n/text.tsx'
import { useAddressPart } from '../../ui/address.ts'
import { Tabs } from '../../ui/controls/tabs.tsx'
import { LinkByCode } from './link-by-code.tsx'
import { LinkByQr } from './link-by-qr.tsx'

interface LinkWaysProps {
  device: Device
  devices: readonly Device[]
}

export function LinkWays({ device, devices }: LinkWaysProps) {
  const text = useText()
  const [way, setWay] = useAddressPart('way', 'qr')
  const step = stepOf(device)
  return (
    <>
      {step === null ? (
        <Tabs
          name={text('devices.way')}
          value={way === 'code' ? 'code' : 'qr'}
          onChange={setWay}
          tabs={[
            { value: 'qr', label: text('devices.way-qr'), content: <LinkByQr device={device} devices={devices} /> },
            {
              value: 'code',
              label: text('devices.way-code'),
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
