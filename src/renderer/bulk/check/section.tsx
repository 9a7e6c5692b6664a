// Check: what needs a fix first, grouped by what is wrong; then what is ready; then all.
import { Download, ListChecks } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useRefusalText } from '../../client/refusal.ts'
import { useText } from '../../i18n/text.tsx'
import { OPT_OUTS } from '../../people/opt-outs/dialog.tsx'
import { Button } from '../../ui/controls/button.tsx'
import { Select } from '../../ui/controls/select.tsx'
import { Segmented } from '../../ui/controls/tabs.tsx'
import { useOverlay } from '../../ui/overlay/overlay.ts'
import { Empty, Failure } from '../../ui/page/empty.tsx'
import { Section } from '../../ui/page/page.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { type CheckedRow, countProblems, type ProblemKind } from './check.ts'
import type { CheckedList } from './checked-list.ts'
import { csvOf } from './csv.ts'
import { useLeaveOut } from './row-actions.tsx'
import { useProblemText } from './row-state.tsx'
import { CheckTable } from './table.tsx'

type Shown = 'fix' | 'ready' | 'all'

export function CheckSection({ shown }: { shown: CheckedList }) {
  const text = useText()
  const sentence = useRefusalText()
  const show = useOverlay((state) => state.show)
  const { list, headings, checked, understood } = shown
  const { toFix, ready, leftOut } = checked
  const all = useMemo(() => [...toFix, ...ready, ...leftOut].sort((a, b) => a.index - b.index), [toFix, ready, leftOut])
  const [wanted, setWanted] = useState<Shown | null>(null)
  const tab: Shown = wanted ?? (toFix.length > 0 ? 'fix' : 'ready')
  const problems = countProblems(toFix)
  const [kind, setKind] = useState<ProblemKind | ''>('')
  const group = problems.some((one) => one.kind === kind) ? kind : ''
  const fixes = group === '' ? toFix : toFix.filter(({ problem }) => problem?.kind === group)
  const rows = { fix: fixes, ready, all }[tab]

  if (list.rows.length === 0 || list.columns.number === null)
    return (
      <Section title={text('bulk.check')}>
        <Empty icon={ListChecks} title={text('bulk.check-empty')} text={text('bulk.check-empty-then')} />
      </Section>
    )
  return (
    <Section title={text('bulk.check')}>
      {understood.error && (
        <Failure title={text('bulk.not-checked')} onRetry={understood.retry} detail={sentence(understood.error)} />
      )}
      <CheckTable
        rows={rows}
        areReady={tab === 'ready'}
        headings={headings}
        listKey={`${tab} ${group} ${list.file?.name ?? ''}`}
        toolbar={
          <>
            <Segmented
              name={text('bulk.shown')}
              value={tab}
              onChange={setWanted}
              options={[
                { value: 'fix', label: text('bulk.to-fix'), count: toFix.length },
                { value: 'ready', label: text('bulk.ready'), count: ready.length },
                { value: 'all', label: text('bulk.all'), count: all.length },
              ]}
            />
            {tab === 'fix' && problems.length > 1 && (
              <Select
                fit
                name={text('bulk.kinds')}
                value={group}
                onChange={setKind}
                options={[
                  { value: '' as const, label: text('bulk.kind-all', { count: toFix.length }) },
                  ...problems.map((one) => ({
                    value: one.kind,
                    label: text(`bulk.kind-${one.kind}`, { count: one.count }),
                  })),
                ]}
              />
            )}
            {tab === 'fix' && (group || problems[0]?.kind) === 'opted-out' && (
              <Button kind="quiet" onClick={() => show(OPT_OUTS)}>
                {text('opt-outs.see')}
              </Button>
            )}
            {tab === 'fix' && toFix.length > 0 && <Bad shown={shown} rows={fixes} />}
          </>
        }
        empty={text(tab === 'fix' ? 'bulk.all-good' : 'bulk.none-ready')}
      />
    </Section>
  )
}

/** What can be done with all that need a fix. */
function Bad({ shown, rows }: { shown: CheckedList; rows: readonly CheckedRow[] }) {
  const text = useText()
  const leave = useLeaveOut()
  const { list, headings, checked } = shown
  const say = useProblemText(headings)
  const save = () => {
    const heads = [text('bulk.bad-line'), text('bulk.bad-problem'), ...(list.heading?.cells ?? headings)]
    const lines = checked.toFix.map(({ line, problem, cells }) => [
      String(line),
      problem === null ? '' : say(problem),
      ...cells,
    ])
    saveFile(text('bulk.bad-file'), new Blob([csvOf([heads, ...lines])], { type: 'text/csv' }))
  }
  return (
    <span className="flex flex-wrap items-center gap-2">
      <Button kind="quiet" onClick={() => leave(rows)}>
        {text('bulk.leave-shown', { count: rows.length })}
      </Button>
      <Button icon={Download} onClick={save}>
        {text('bulk.save-bad', { count: checked.toFix.length })}
      </Button>
    </span>
  )
}
