// Devices: which of my numbers can send now? A card for each, and the dialogs that link, limit, rename, log out and remove.
import { Link2, SlidersHorizontal, Smartphone } from 'lucide-react'
import { useState } from 'react'
import { useOperation } from '../client/queries.ts'
import { useRefusalText } from '../client/refusal.ts'
import { useText } from '../i18n/text.tsx'
import { useAddress } from '../ui/address.ts'
import { Button } from '../ui/controls/button.tsx'
import { Empty, Failure } from '../ui/page/empty.tsx'
import { Page } from '../ui/page/page.tsx'
import { Loaded } from '../ui/page/skeleton.tsx'
import { DeviceCard } from './card.tsx'
import { SharedLimitsDialog } from './limits/all-devices.tsx'
import { DeviceLimitsDialog } from './limits/one-device.tsx'
import { LinkPhone } from './link/link.tsx'
import { LogOutDevice } from './log-out.tsx'
import type { DeviceTask } from './menu.ts'
import { RemoveDevice } from './remove.tsx'
import { RenameDevice } from './rename.tsx'

export function DevicesPage() {
  const text = useText()
  const sentence = useRefusalText()
  const devices = useOperation('devices', 'list', {})
  const [address, setAddress] = useAddress()
  const [task, setTask] = useState<{ kind: DeviceTask; sessionId: string } | null>(null)
  const list = devices.data?.devices
  const connected = list?.filter(({ status }) => status === 'connected' || status === 'restricted').length ?? 0
  const linking = address.get('link')
  const pointed = address.get('device')
  const subject = list?.find((device) => device.sessionId === task?.sessionId)
  const close = () => setTask(null)
  const link = (sessionId: string) => setAddress({ link: sessionId }, { push: true })

  const linkButton = (
    <Button kind="primary" icon={Link2} aria-keyshortcuts="Control+Enter" onClick={() => link('new')}>
      {text('devices.link')}
    </Button>
  )
  return (
    <Page
      title={text('devices.page')}
      answer={list && text('devices.answer', { devices: list.length, connected })}
      width="dashboard"
      actions={
        list !== undefined &&
        list.length > 0 && (
          <>
            <Button icon={SlidersHorizontal} onClick={() => setAddress({ limits: '1' }, { push: true })}>
              {text('devices.limits')}
            </Button>
            {linkButton}
          </>
        )
      }
    >
      <Loaded
        value={list}
        lines={4}
        failure={
          devices.error && (
            <Failure
              onRetry={() => void devices.refetch()}
              isRetrying={devices.isFetching}
              detail={sentence(devices.error)}
            />
          )
        }
      >
        {(known) =>
          known.length === 0 ? (
            <Empty
              icon={Smartphone}
              title={text('devices.empty')}
              text={text('devices.empty-then')}
              action={linkButton}
            />
          ) : (
            <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,19rem),1fr))] gap-4">
              {known.map((device) => (
                <li key={device.sessionId} className="flex">
                  <DeviceCard
                    device={device}
                    isPointed={device.sessionId === pointed}
                    onLink={() => link(device.sessionId)}
                    onTask={(kind) => setTask({ kind, sessionId: device.sessionId })}
                  />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {linking !== null && list !== undefined && (
        <LinkPhone
          devices={list}
          sessionId={linking}
          onMade={(sessionId) => setAddress({ link: sessionId })}
          onClose={() => setAddress({ link: null })}
        />
      )}
      {address.get('limits') !== null && list !== undefined && (
        <SharedLimitsDialog devices={list} onClose={() => setAddress({ limits: null })} />
      )}
      {task?.kind === 'rename' && subject && <RenameDevice device={subject} onClose={close} />}
      {task?.kind === 'limits' && subject && <DeviceLimitsDialog device={subject} onClose={close} />}
      {task?.kind === 'log-out' && subject && <LogOutDevice device={subject} onClose={close} />}
      {task?.kind === 'remove' && subject && <RemoveDevice device={subject} devices={list ?? []} onClose={close} />}
    </Page>
  )
}
