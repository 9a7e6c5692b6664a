// Practice: the other end. The practice phones, what the practice people received, and what WhatsApp may do wrong.
import type { Outputs } from '@contract/index.ts'
import { MessageSquare, RotateCcw } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useOperation } from '../client/queries.ts'
import { useRefusalText } from '../client/refusal.ts'
import { useText } from '../i18n/text.tsx'
import { Button } from '../ui/controls/button.tsx'
import { Failure } from '../ui/page/empty.tsx'
import { Page } from '../ui/page/page.tsx'
import { Loaded } from '../ui/page/skeleton.tsx'
import { Chats } from './chats.tsx'
import { Faults } from './faults.tsx'
import { Phones } from './phones.tsx'
import { ResetPractice } from './reset.tsx'
import { WriteAsCustomer } from './write-as-customer.tsx'

type Overview = Outputs['practice']['overview']

const ASK_AGAIN_MS = 2_000

export function PracticePage() {
  const text = useText()
  const sentence = useRefusalText()
  const overview = useOverview()
  const [open, setOpen] = useState<'write' | 'reset' | null>(null)
  const { shown, isUp } = overview
  const close = () => setOpen(null)
  const said = shown && {
    phones: shown.phones.length,
    received: shown.received,
    read: shown.read,
  }
  return (
    <Page
      title={text('practice.page')}
      answer={isUp === false ? text('practice.stopped') : said && text('practice.answer', said)}
      width="dashboard"
      actions={
        shown && (
          <>
            <Button icon={RotateCcw} onClick={() => setOpen('reset')}>
              {text('practice.reset')}
            </Button>
            <Button
              kind="primary"
              icon={MessageSquare}
              aria-keyshortcuts="Control+Enter"
              onClick={() => setOpen('write')}
            >
              {text('practice.write')}
            </Button>
          </>
        )
      }
    >
      <Loaded
        value={shown}
        lines={6}
        failure={overview.error && <Failure onRetry={overview.retry} detail={sentence(overview.error)} />}
      >
        {({ phones, chats, faults, struck }) => (
          <div className={isUp ? undefined : 'opacity-60'}>
            <Phones phones={phones} />
            <div className="grid gap-6 wide:grid-cols-[minmax(0,1fr)_20rem]">
              <Chats chats={chats} />
              <Faults faults={faults} struck={struck} />
            </div>
          </div>
        )}
      </Loaded>
      {open === 'write' && shown && <WriteAsCustomer phones={shown.phones} chats={shown.chats} onClose={close} />}
      {open === 'reset' && <ResetPractice onClose={close} />}
    </Page>
  )
}

/** What the practice network does at the moment; while it is starting again, what it last did. */
function useOverview() {
  const { data, error, refetch } = useOperation('practice', 'overview', {}, { refetchInterval: ASK_AGAIN_MS * 5 })
  const [last, setLast] = useState<Overview>()
  useEffect(() => {
    if (data?.isUp) setLast(data)
    if (data?.isUp !== false) return
    const timer = setTimeout(() => void refetch(), ASK_AGAIN_MS)
    return () => clearTimeout(timer)
  }, [data, refetch])
  return { shown: data?.isUp ? data : (last ?? data), isUp: data?.isUp, error, retry: () => void refetch() }
}
