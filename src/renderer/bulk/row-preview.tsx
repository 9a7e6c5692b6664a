// One ready row after the other as its phone will show it.
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { useText } from '../i18n/text.tsx'
import { Bubble } from '../ui/bubble/bubble.tsx'
import { IconButton } from '../ui/controls/button.tsx'
import { Time, useNow } from '../ui/time/time.tsx'
import type { CheckedRow } from './check/check.ts'

export function RowPreview({ ready }: { ready: readonly CheckedRow[] }) {
  const text = useText()
  const now = useNow(60_000)
  const [wanted, setWanted] = useState(0)
  const count = ready.length
  const at = Math.min(wanted, Math.max(0, count - 1))
  const row = ready[at]
  return (
    // Head and box stand beside a field's label and control.
    <section aria-labelledby="bulk-preview" className="flex flex-col gap-1">
      <h3 id="bulk-preview" className="font-semibold tabular">
        {text('bulk.preview', { at: row === undefined ? 0 : at + 1, count })}
      </h3>
      <div className="flex min-h-40 flex-col gap-3 rounded-card border bg-surface p-4">
        {row === undefined || row.text.trim() === '' ? (
          <p className="text-ink-3">{text('bulk.preview-empty')}</p>
        ) : (
          <>
            <div className="flex min-h-8 items-center justify-between gap-2">
              <p className="text-pill text-ink-2">
                {text('bulk.preview-to', { to: `\u2066${row.display ?? row.written}\u2069` })}
              </p>
              {count > 1 && (
                <span className="flex gap-2">
                  <IconButton
                    name={text('bulk.previous')}
                    icon={ChevronLeft}
                    aria-disabled={at === 0}
                    onClick={() => setWanted(Math.max(0, at - 1))}
                  />
                  <IconButton
                    name={text('bulk.next')}
                    icon={ChevronRight}
                    aria-disabled={at === count - 1}
                    onClick={() => setWanted(Math.min(count - 1, at + 1))}
                  />
                </span>
              )}
            </div>
            <Bubble text={row.text} time={<Time at={now} as="clock" />} ticks="sent" />
          </>
        )}
      </div>
    </section>
  )
}
