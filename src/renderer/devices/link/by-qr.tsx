// Linking by a code that the phone scans: the code, which renews itself, and what to do on the phone.
import type { Device } from '@contract/devices.ts'
import { client } from '../../client/client.ts'
import { useRefusalText } from '../../client/refusal.ts'
import { useText } from '../../i18n/text.tsx'
import { Button } from '../../ui/controls/button.tsx'
import { FieldError } from '../../ui/controls/field.tsx'
import { Qr } from '../../ui/display/qr.tsx'
import { Skeleton } from '../../ui/page/skeleton.tsx'
import { useNow } from '../../ui/time/time.tsx'
import { PhoneSteps } from './phone-steps.tsx'
import { PracticePhone } from './practice-phone.tsx'
import { type QrCode, useQrCode } from './qr-code.ts'

export function LinkByQr({ device, devices }: { device: Device; devices: readonly Device[] }) {
  const text = useText()
  const found = useQrCode(device)
  const qr = found.code?.qr
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-start gap-6">
        <div className="flex min-h-[276px] w-60 min-w-[240px] flex-col">
          <Code device={device} found={found} />
        </div>
        <div className="flex min-w-0 flex-1 basis-60 flex-col gap-4">
          <PhoneSteps steps={['devices.step-open', 'devices.step-menu', 'devices.step-point']} />
        </div>
      </div>
      {(qr !== undefined || found.isAsking) && (
        <PracticePhone
          verb="scan"
          device={device}
          devices={devices}
          act={qr === undefined ? null : (number) => client.practice.scan({ number, qr })}
        />
      )}
      <p role="status" className="sr-only">
        {qr !== undefined && text('device-sentence.waiting-for-scan')}
      </p>
    </div>
  )
}

function Code({ device, found }: { device: Device; found: QrCode }) {
  const text = useText()
  const sentence = useRefusalText()
  const now = useNow()
  const { code, isAsking, error, ask } = found
  const isOver = code !== null && code.expiresAt <= now && !isAsking
  if (code !== null && !isOver)
    return (
      <Qr
        text={code.qr}
        name={text('devices.qr-name', { name: device.name })}
        renewsAt={code.expiresAt}
        lifeMs={code.lifeMs}
      />
    )
  if (isAsking)
    return (
      <div role="status" className="flex flex-col gap-3">
        <p className="text-ink-2">{text('devices.asking')}</p>
        <Skeleton lines={4} />
      </div>
    )
  const isRefused = device.linkStep === 'refused'
  return (
    <div role="alert" className="flex flex-col items-start gap-3">
      {error && !isRefused ? (
        <FieldError error={sentence(error)} />
      ) : (
        <p>{text(isRefused ? 'device-sentence.refused' : 'devices.used-up')}</p>
      )}
      <Button kind="primary" aria-keyshortcuts="Control+Enter" onClick={ask}>
        {text(isRefused || error ? 'devices.try-again' : 'devices.new-code')}
      </Button>
    </div>
  )
}
