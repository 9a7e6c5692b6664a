// What is wrong with a row, in a word with its icon.
import { Ban, CircleCheck, CircleMinus, CircleX, Copy, type LucideIcon } from 'lucide-react'
import { useText } from '../../i18n/text.tsx'
import { Pill, type Tone } from '../../ui/display/pill.tsx'
import type { CheckedRow, ProblemKind, RowProblem } from './check.ts'

const looks: Record<ProblemKind, { icon: LucideIcon; tone: Tone }> = {
  number: { icon: CircleX, tone: 'danger' },
  empty: { icon: CircleX, tone: 'danger' },
  'no-text': { icon: CircleX, tone: 'danger' },
  'too-long': { icon: CircleX, tone: 'danger' },
  duplicate: { icon: Copy, tone: 'caution' },
  'opted-out': { icon: Ban, tone: 'caution' },
}

/** `const say = useProblemText(headings); say(problem)` -> "Too short". */
export function useProblemText(headings: readonly string[]): (problem: RowProblem) => string {
  const text = useText()
  return ({ kind, reason, column, sameAs, over }) => {
    if (kind === 'number') return reason ?? text('bulk.is-number')
    if (kind === 'empty') return text('bulk.is-empty', { column: headings[column ?? 0] ?? '' })
    if (kind === 'duplicate') return text('bulk.is-duplicate', { line: sameAs ?? 0 })
    if (kind === 'too-long') return text('bulk.is-too-long', { over: over ?? 0 })
    return text(`bulk.is-${kind}`)
  }
}

interface RowStateProps {
  row: CheckedRow
  headings: readonly string[]
  isLeftOut: boolean
}

export function RowState({ row, headings, isLeftOut }: RowStateProps) {
  const text = useText()
  const say = useProblemText(headings)
  if (isLeftOut)
    return (
      <Pill tone="faint" icon={CircleMinus}>
        {text('bulk.is-left-out')}
      </Pill>
    )
  if (row.problem === null)
    return (
      <Pill tone="positive" icon={CircleCheck}>
        {text('bulk.is-ready')}
      </Pill>
    )
  return <Pill {...looks[row.problem.kind]}>{say(row.problem)}</Pill>
}
