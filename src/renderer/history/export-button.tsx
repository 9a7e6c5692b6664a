// Export CSV: says how many rows it will write, shows how far it is, and where the file went.
import type { HistoryFilter } from '@contract/history.ts'
import { Download } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useRefusalText } from '../client/refusal.ts'
import { useFormats } from '../i18n/format.ts'
import { useText } from '../i18n/text.tsx'
import { Button } from '../ui/controls/button.tsx'
import { FieldError } from '../ui/controls/field.tsx'
import { Progress } from '../ui/display/meter.tsx'
import { Popover } from '../ui/overlay/popover.tsx'
import { toast } from '../ui/overlay/toast.tsx'
import { type Export, useExport } from './export.ts'

/** @param total how many rows the filters match; undefined until known */
export function ExportButton({ filter, total }: { filter: HistoryFilter; total: number | undefined }) {
  const text = useText()
  const { share } = useFormats()
  const isOpen = useRef(false)
  const work = useExport((rows) => {
    // Who has closed the popover meanwhile is told here, and finds the file behind it too.
    if (!isOpen.current) toast(text('history.saved-rows', { count: rows }), openOffer(text('history.open-file')))
  })
  const { state } = work
  return (
    <Popover
      align="end"
      name={text('history.export')}
      trigger={
        <Button icon={Download} aria-keyshortcuts="Control+E">
          {state.kind === 'running'
            ? text('history.exporting', { share: share(state.rows, Math.max(1, state.total)) })
            : text('history.export')}
        </Button>
      }
    >
      <Choice filter={filter} total={total} work={work} isOpen={isOpen} />
    </Popover>
  )
}

interface ChoiceProps {
  filter: HistoryFilter
  total: number | undefined
  work: Export
  isOpen: { current: boolean }
}

function Choice({ filter, total, work, isOpen }: ChoiceProps) {
  const text = useText()
  const { exact } = useFormats()
  const sentence = useRefusalText()
  const { state } = work
  useEffect(() => {
    isOpen.current = true
    return () => {
      isOpen.current = false
    }
  }, [isOpen])
  if (state.kind === 'running')
    return (
      <div className="w-72 max-w-full">
        <Progress
          name={text('history.export')}
          value={state.rows}
          max={state.total}
          words={text('history.exported', { rows: exact(state.rows), total: exact(state.total) })}
        >
          <Button small onClick={work.stop}>
            {text('history.stop')}
          </Button>
        </Progress>
      </div>
    )
  return (
    <div className="flex w-72 max-w-full flex-col items-start gap-3">
      {state.kind === 'saved' && <Saved rows={state.rows} />}
      {state.kind === 'failed' && <FieldError error={sentence(state.error)} />}
      {state.kind !== 'saved' && <p className="text-ink-2">{text('history.export-what')}</p>}
      {total === 0 ? (
        <p>{text('history.export-nothing')}</p>
      ) : (
        <Button busy={total === undefined} onClick={() => total !== undefined && work.start(filter, total)}>
          {total === undefined ? text('history.export') : text('history.export-rows', { count: total })}
        </Button>
      )}
    </div>
  )
}

/** The desktop knows where the file is; a browser keeps it among its downloads. */
function Saved({ rows }: { rows: number }) {
  const text = useText()
  const { desktop } = window
  return (
    <div role="status" className="flex flex-col items-start gap-2">
      <p>{text(desktop ? 'history.saved-rows' : 'history.downloaded-rows', { count: rows })}</p>
      {desktop && (
        <div className="flex flex-wrap gap-2">
          <Button small onClick={() => void desktop.openLastSaved()}>
            {text('history.open-file')}
          </Button>
          <Button small onClick={() => void desktop.showLastSaved()}>
            {text('history.show-in-folder')}
          </Button>
        </div>
      )}
    </div>
  )
}

function openOffer(label: string) {
  const { desktop } = window
  return desktop ? { action: { label, run: () => void desktop.openLastSaved() } } : {}
}
