// A device: its name, number and state, the cure beside what is wrong, how much of its limits is used, what waits for it.
import type { Device } from '@contract/devices.ts'
import { useEffect, useRef } from 'react'
import { deviceState, useDeviceSentence, useMeanwhile } from '../i18n/device-state.ts'
import { type TextId, useText } from '../i18n/text.tsx'
import { useTimes } from '../i18n/times.ts'
import { Button, TextLink } from '../ui/controls/button.tsx'
import { FieldError } from '../ui/controls/field.tsx'
import { cx } from '../ui/cx.ts'
import { Meter } from '../ui/display/meter.tsx'
import { Pill } from '../ui/display/pill.tsx'
import { TextLine } from '../ui/display/text-line.tsx'
import { TechnicalDetails } from '../ui/display/timeline.tsx'
import { MoreMenu, RightClickMenu } from '../ui/overlay/menu.tsx'
import { PhoneNumber } from '../ui/phone/number.tsx'
import { type DeviceActions, useDeviceActions } from './actions.ts'
import { type DeviceTask, useDeviceMenu } from './menu.ts'

export interface DeviceCardProps {
  device: Device
  /** The address points at it. */
  isPointed: boolean
  onLink: () => void
  onTask: (kind: DeviceTask) => void
}

export function DeviceCard({ device, isPointed, onLink, onTask }: DeviceCardProps) {
  const text = useText()
  const sentence = useDeviceSentence()
  const meanwhile = useMeanwhile()(device)
  const actions = useDeviceActions(device)
  const items = useDeviceMenu(device, { actions, onLink, onTask })
  const card = useRef<HTMLElement>(null)
  useEffect(() => {
    if (!isPointed) return
    card.current?.scrollIntoView({ block: 'nearest' })
    card.current?.focus({ preventScroll: true })
  }, [isPointed])
  const { tone, icon, word, name: state } = deviceState(device)
  const isWorking = state === 'connected' || state === 'paused' || state === 'restricted' || state === 'offline'
  return (
    <RightClickMenu items={items}>
      <article
        ref={card}
        tabIndex={-1}
        aria-label={device.name}
        className={cx(
          'flex min-w-0 flex-1 flex-col gap-3 rounded-card border bg-surface p-4',
          isPointed && 'outline-2 outline-focus outline-offset-2',
        )}
      >
        <div className="flex items-start justify-between gap-2">
          <div className="min-w-0">
            <h2 className="font-semibold text-section">
              <TextLine text={device.name} />
            </h2>
            <p className="text-ink-2">
              {device.number === null ? text('devices.no-number') : <PhoneNumber value={device.number} />}
            </p>
          </div>
          <MoreMenu of={device.name} items={items} />
        </div>
        <div className="flex flex-col items-start gap-2">
          <Pill tone={tone} icon={icon} isBusy={state === 'connecting'}>
            {text(word)}
          </Pill>
          <p className="max-w-text">{sentence(device)}</p>
          {meanwhile !== null && <p className="max-w-text text-ink-2 text-pill">{meanwhile}</p>}
          {device.closeCode !== null && (
            <TechnicalDetails text={text('messages.fact-code', { value: device.closeCode })} />
          )}
          <Cure device={device} actions={actions} onLink={onLink} />
          <FieldError error={actions.problem} />
        </div>
        <div className="mt-auto flex flex-col gap-3">
          {isWorking && <Used device={device} />}
          <Waits device={device} />
        </div>
      </article>
    </RightClickMenu>
  )
}

/** The next safe step as a button, where one press does it. */
function Cure({ device, actions, onLink }: { device: Device; actions: DeviceActions; onLink: () => void }) {
  const text = useText()
  const { nextStep, status, linkStep } = device
  // Until its first code has come the dialog shows that one is being asked for.
  const isAsking = status === 'linking' && linkStep === null
  if (nextStep === 'link' || nextStep === 'scan' || isAsking)
    return (
      <Button small onClick={onLink}>
        {text(isAsking ? 'devices.cure-code' : linkWord(device))}
      </Button>
    )
  if (nextStep === 'resume')
    return (
      <Button small busy={actions.busy !== null} onClick={() => actions.setPaused(false)}>
        {text('devices.cure-resume')}
      </Button>
    )
  if (nextStep === 'connect' || (nextStep === 'wait' && status === 'offline' && linkStep === null))
    return (
      <Button small busy={actions.busy !== null} onClick={() => actions.restart()}>
        {text('devices.cure-connect')}
      </Button>
    )
  return null
}

function linkWord({ nextStep, linkStep, status }: Device): TextId {
  if (nextStep === 'scan') return 'devices.cure-code'
  if (linkStep === 'codes-used-up') return 'devices.new-code'
  if (linkStep === 'refused') return 'devices.try-again'
  return status === 'logged-out' ? 'devices.cure-again' : 'devices.cure-link'
}

function Used({ device }: { device: Device }) {
  return (
    <div className="flex flex-col gap-2">
      <Share words="devices.hour" count={device.sentLastHour} limit={device.hourlyLimit} />
      <Share words="devices.today" count={device.sentToday} limit={device.dailyLimit} />
    </div>
  )
}

function Share({ words, count, limit }: { words: 'devices.hour' | 'devices.today'; count: number; limit: number }) {
  const text = useText()
  const said = text(words, { count, limit })
  // Without a limit there is nothing to fill.
  return limit === 0 ? (
    <p className="text-pill text-ink-2 tabular">{said}</p>
  ) : (
    <Meter value={count} max={limit} words={said} />
  )
}

function Waits({ device }: { device: Device }) {
  const text = useText()
  const times = useTimes()
  const count = device.inQueue
  if (count === 0) return null
  // Where the sentence above counts them, the link need not.
  const isCounted = ['logged-out', 'paused', 'restricted'].includes(deviceState(device).name)
  const words = isCounted
    ? text('devices.see-queue')
    : device.nextAt === null
      ? text('devices.waits', { count })
      : text('devices.waits-next', { count, when: times.future(device.nextAt) })
  return (
    <p className="text-pill tabular">
      <TextLink to={queueOf(device)}>{words}</TextLink>
    </p>
  )
}

const queueOf = (device: Device) => `/queue?device=${encodeURIComponent(device.sessionId)}`
