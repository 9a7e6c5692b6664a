// What needs somebody, gravest first: what happened, what it holds up, and the cure as a button.
import type { Device } from '@contract/devices.ts'
import { deviceCare, useDeviceSentence } from '../i18n/device-state.ts'
import { useText } from '../i18n/text.tsx'
import { LinkButton } from '../ui/controls/button.tsx'
import { Banner } from '../ui/page/banner.tsx'

export function Attention({ devices }: { devices: readonly Device[] }) {
  const text = useText()
  const rows = devices.filter((device) => deviceCare(device) > 0).sort((a, b) => deviceCare(b) - deviceCare(a))
  if (devices.length === 0)
    return (
      <Banner
        tone="caution"
        action={
          <LinkButton small to="/devices?link=new">
            {text('action.link')}
          </LinkButton>
        }
      >
        {text('dashboard.no-device')}
      </Banner>
    )
  if (rows.length === 0) return null
  return (
    <ul className="flex flex-col gap-2">
      {rows.map((device) => (
        <li key={device.sessionId}>
          <Row device={device} />
        </li>
      ))}
    </ul>
  )
}

function Row({ device }: { device: Device }) {
  const text = useText()
  const sentence = useDeviceSentence()
  const id = encodeURIComponent(device.sessionId)
  const isOut = device.status === 'logged-out'
  const values = { name: device.name, waiting: device.inQueue }
  return (
    <Banner
      tone={device.status === 'banned' ? 'danger' : 'caution'}
      action={
        <LinkButton small to={isOut ? `/devices?link=${id}` : `/devices?device=${id}`}>
          {text(isOut ? 'dashboard.link-again' : 'dashboard.see-device')}
        </LinkButton>
      }
    >
      {isOut
        ? text('dashboard.logged-out', values)
        : device.status === 'banned'
          ? text('dashboard.banned', values)
          : text('dashboard.restricted', { name: device.name, sentence: sentence(device) })}
    </Banner>
  )
}
