// Sending limits: what each device has used of them, and when its next message leaves.
import type { Device } from '@contract/devices.ts'
import { deviceState } from '../i18n/device-state.ts'
import { useText } from '../i18n/text.tsx'
import { TextLink } from '../ui/controls/button.tsx'
import { Pill } from '../ui/display/pill.tsx'
import { type PlainColumn, PlainTable } from '../ui/display/plain-table.tsx'
import { Section } from '../ui/page/page.tsx'
import { Time } from '../ui/time/time.tsx'

export function LimitsTable({ devices }: { devices: readonly Device[] }) {
  const text = useText()
  if (devices.length === 0) return null
  const used = (count: number, limit: number) =>
    text(limit === 0 ? 'dashboard.used-free' : 'dashboard.used', { count, limit })
  const columns: PlainColumn<Device>[] = [
    {
      id: 'device',
      head: text('dashboard.device'),
      cell: (device) => (
        <TextLink to={`/devices?device=${encodeURIComponent(device.sessionId)}`}>
          <bdi>{device.name}</bdi>
        </TextLink>
      ),
    },
    {
      id: 'status',
      head: text('dashboard.status'),
      cell: (device) => {
        const { tone, icon, word, name } = deviceState(device)
        return (
          <Pill tone={tone} icon={icon} isBusy={name === 'connecting'}>
            {text(word)}
          </Pill>
        )
      },
    },
    {
      id: 'hour',
      head: text('dashboard.this-hour'),
      align: 'end',
      cell: (device) => used(device.sentLastHour, device.hourlyLimit),
    },
    {
      id: 'day',
      head: text('dashboard.today'),
      align: 'end',
      cell: (device) => used(device.sentToday, device.dailyLimit),
    },
    { id: 'next', head: text('dashboard.next'), cell: (device) => <Next device={device} /> },
  ]
  return (
    <Section title={text('dashboard.limits')}>
      <PlainTable
        name={text('dashboard.limits')}
        columns={columns}
        rows={devices}
        rowId={(device) => device.sessionId}
      />
    </Section>
  )
}

function Next({ device }: { device: Device }) {
  const text = useText()
  if (device.inQueue === 0) return '–'
  const at = device.nextAt ?? device.heldUntil
  if (at !== null) return <Time at={at} as="future" />
  return device.heldBy === 'paused' ? text('device-state.paused') : '–'
}
