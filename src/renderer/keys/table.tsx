// The keys there are: what each may do, when it was last used, and how to stop it.
import type { Key } from '@contract/keys.ts'
import { useFormats } from '../i18n/format.ts'
import { useText } from '../i18n/text.tsx'
import { useTimes } from '../i18n/times.ts'
import { Button } from '../ui/controls/button.tsx'
import { type PlainColumn, PlainTable } from '../ui/display/plain-table.tsx'
import { Time } from '../ui/time/time.tsx'

export function KeyTable({ keys, onRevoke }: { keys: readonly Key[]; onRevoke: (key: Key) => void }) {
  const text = useText()
  const { number } = useFormats()
  const times = useTimes()
  const columns: PlainColumn<Key>[] = [
    { id: 'name', head: text('keys.name'), cell: (key) => <span dir="auto">{key.name}</span> },
    {
      id: 'starts',
      head: text('keys.starts-with'),
      isWideOnly: true,
      cell: (key) => (
        <code dir="ltr" className="whitespace-nowrap text-pill">
          {key.startsWith}…
        </code>
      ),
    },
    {
      id: 'may',
      head: text('keys.may'),
      cell: (key) => key.scopes.map((scope) => text(`keys.scope-${scope}`)).join(', '),
    },
    { id: 'made', head: text('keys.made'), isWideOnly: true, cell: (key) => <Time at={key.createdAt} as="day" /> },
    {
      id: 'used',
      head: text('keys.last-used'),
      cell: (key) =>
        key.lastUsedAt === null ? (
          <span className="text-ink-3">{text('keys.never')}</span>
        ) : (
          <time dateTime={new Date(key.lastUsedAt).toISOString()} className="whitespace-nowrap tabular">
            {times.pastInWords(key.lastUsedAt)}
          </time>
        ),
    },
    { id: 'messages', head: text('keys.messages'), align: 'end', cell: (key) => number(key.messages) },
    {
      id: 'revoke',
      head: text('keys.actions'),
      hideHead: true,
      align: 'end',
      cell: (key) => (
        <Button
          small
          kind="quiet"
          aria-label={text('keys.revoke-name', { name: key.name })}
          onClick={() => onRevoke(key)}
        >
          {text('keys.revoke')}
        </Button>
      ),
    },
  ]
  return <PlainTable name={text('keys.page')} columns={columns} rows={keys} rowId={(key) => key.id} />
}
