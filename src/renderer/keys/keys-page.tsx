// API keys: where the API listens and which programs may use it.
import type { Key } from '@contract/keys.ts'
import { KeyRound, Plus } from 'lucide-react'
import { useState } from 'react'
import { useOperation } from '../client/queries.ts'
import { useRefusalText } from '../client/refusal.ts'
import { ltr, useText } from '../i18n/text.tsx'
import { useAddressPart } from '../ui/address.ts'
import { Button } from '../ui/controls/button.tsx'
import { CodeBlock, CopyButton } from '../ui/controls/copy.tsx'
import { Banner } from '../ui/page/banner.tsx'
import { Empty, Failure } from '../ui/page/empty.tsx'
import { Page, Section } from '../ui/page/page.tsx'
import { Loaded } from '../ui/page/skeleton.tsx'
import { NewKey } from './create.tsx'
import { RevokeKey } from './revoke.tsx'
import { KeyTable } from './table.tsx'

export function KeysPage() {
  const text = useText()
  const keys = useOperation('keys', 'list', {})
  const info = useOperation('app', 'info', {}).data
  const [isNew, setNew] = useAddressPart('new', '', { push: true })
  const [revoking, setRevoking] = useState<Key | null>(null)
  const sentence = useRefusalText()
  const list = keys.data?.keys
  const api = info?.api ?? null
  const answer = () => {
    if (list === undefined || info === undefined) return undefined
    return api === null
      ? text('keys.answer-off', { count: list.length })
      : text('keys.answer', { count: list.length, api: ltr(api) })
  }

  const newKey = (
    <Button kind="primary" icon={Plus} aria-keyshortcuts="Control+Enter" onClick={() => setNew('1')}>
      {text('keys.new')}
    </Button>
  )
  return (
    <Page
      title={text('keys.page')}
      answer={answer()}
      width="dashboard"
      actions={
        <>
          {api !== null && (
            <CopyButton kind="quiet" text={api} of={text('keys.address')} label={text('keys.copy-address')} />
          )}
          {list?.length !== 0 && newKey}
        </>
      }
    >
      {info !== undefined && api === null && (
        <div className="pb-6">
          <Banner tone="danger">{info.apiProblem ?? text('keys.api-off')}</Banner>
        </div>
      )}
      <div className="pb-8">
        <Loaded
          value={list}
          failure={
            keys.error && (
              <Failure onRetry={() => void keys.refetch()} isRetrying={keys.isFetching} detail={sentence(keys.error)} />
            )
          }
        >
          {(known) =>
            known.length === 0 ? (
              <Empty icon={KeyRound} title={text('keys.empty')} text={text('keys.empty-then')} action={newKey} />
            ) : (
              <KeyTable keys={known} onRevoke={setRevoking} />
            )
          }
        </Loaded>
      </div>
      {api !== null && (
        <Section title={text('keys.try')}>
          <p className="max-w-text text-ink-2">{text('keys.try-hint')}</p>
          <CodeBlock text={curlLine(api)} of={text('keys.command')} />
        </Section>
      )}
      {isNew !== '' && <NewKey onClose={() => setNew('')} />}
      {revoking !== null && <RevokeKey apiKey={revoking} onClose={() => setRevoking(null)} />}
    </Page>
  )
}

/** A call that can be pasted into a terminal; the key and the number are the reader's to fill in. */
function curlLine(api: string): string {
  return `curl -X POST ${api}/send -H "X-API-Key: YOUR_KEY" -H "Content-Type: application/json" -d '{ "number": "+923001234567", "message": "Your order is ready." }'`
}
