// The app's banner: the gravest thing that holds everything up, with its cure; one at most, under the practice band.
// While nothing does, it may say how far the data of an older version are.
import { useMutation } from '@tanstack/react-query'
import { client, connection, useConnection } from '../client/client.ts'
import { useText } from '../i18n/text.tsx'
import { Button } from '../ui/controls/button.tsx'
import { Banner } from '../ui/page/banner.tsx'
import { useNow } from '../ui/time/time.tsx'
import { useAppStatus, useTrouble, useUpgrade } from './status.ts'

export function AppBanner() {
  const text = useText()
  const trouble = useTrouble()
  if (trouble === null) return <Upgrade />
  if (trouble === 'gone') return <Gone />
  if (trouble === 'paused') return <Paused />
  return (
    <Banner across tone={trouble === 'pc-offline' ? 'caution' : 'danger'}>
      {text(`trouble.${trouble}`)}
    </Banner>
  )
}

/** The figures are seen, not spoken, as they change every few seconds. */
function Upgrade() {
  const text = useText()
  const upgrade = useUpgrade()
  if (upgrade === null) return null
  return (
    <Banner across tone="info">
      <span className="sr-only">{text('upgrade.running')}</span>
      <span aria-hidden className="tabular">
        {text('upgrade.progress', upgrade)}
      </span>
    </Banner>
  )
}

/** The seconds are seen, not spoken: an alert is read out once, when it comes. */
function Gone() {
  const text = useText()
  const state = useConnection()
  const now = useNow()
  const retryAt = state.kind === 'gone' ? state.retryAt : null
  const seconds = retryAt === null ? 0 : Math.max(0, Math.ceil((retryAt - now) / 1000))
  return (
    <Banner
      across
      tone="danger"
      action={
        <Button small busy={retryAt === null} onClick={() => connection.tryNow()}>
          {text('trouble.try-now')}
        </Button>
      }
    >
      <span className="sr-only">{text('trouble.gone', { seconds: 0 })}</span>
      <span aria-hidden className="tabular">
        {text('trouble.gone', { seconds })}
      </span>
    </Banner>
  )
}

function Paused() {
  const text = useText()
  const { waiting } = useAppStatus()
  const resume = useMutation({ mutationFn: () => client.settings.update({ isPaused: false }) })
  return (
    <Banner
      across
      tone="caution"
      action={
        <Button small busy={resume.isPending} onClick={() => resume.mutate()}>
          {text('trouble.paused-action')}
        </Button>
      }
    >
      {text('trouble.paused', { waiting })}
    </Banner>
  )
}
