// What may go wrong: a switch for each thing WhatsApp does to people, what it would be doing, and how often it struck.
import type { Fault } from '@contract/practice.ts'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { client } from '../client/client.ts'
import { reread } from '../client/queries.ts'
import { useRefusalText } from '../client/refusal.ts'
import { useText } from '../i18n/text.tsx'
import { useTimes } from '../i18n/times.ts'
import { Button } from '../ui/controls/button.tsx'
import { Switch } from '../ui/controls/choice.tsx'
import { FieldError } from '../ui/controls/field.tsx'
import { cx } from '../ui/cx.ts'
import { Section } from '../ui/page/page.tsx'
import { type FaultChoice, faultChoices } from './fault-choices.ts'

export function Faults({ faults, struck }: { faults: readonly Fault[]; struck: Record<string, number> }) {
  const text = useText()
  const sentence = useRefusalText()
  const [problem, setProblem] = useState<unknown>(null)
  const end = useMutation({
    mutationFn: () => client.practice.endFaults({}),
    onMutate: () => setProblem(null),
    onError: setProblem,
    onSettled: () => reread('practice'),
  })
  return (
    <Section
      title={text('practice.faults')}
      aside={
        faults.length > 0 && (
          <Button small kind="quiet" busy={end.isPending} onClick={() => end.mutate()}>
            {text('practice.end-all')}
          </Button>
        )
      }
    >
      <FieldError error={problem !== null && sentence(problem)} />
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,17rem),1fr))] gap-4">
        {faultChoices.map((choice) => (
          <li key={choice.name}>
            <FaultRow
              choice={choice}
              fault={faults.find(({ kind }) => kind === choice.order.kind)}
              count={struck[choice.order.kind] ?? 0}
              onProblem={setProblem}
            />
          </li>
        ))}
      </ul>
    </Section>
  )
}

interface FaultRowProps {
  choice: FaultChoice
  fault: Fault | undefined
  count: number
  onProblem: (problem: unknown) => void
}

function FaultRow({ choice: { name, order, isOnce }, fault, count, onProblem }: FaultRowProps) {
  const text = useText()
  const { until } = useTimes()
  const change = useMutation({
    mutationFn: async (isOn: boolean) => {
      if (isOn) await client.practice.fault(order)
      else if (fault) await client.practice.endFault({ id: fault.id })
    },
    onMutate: () => onProblem(null),
    onError: onProblem,
    onSettled: () => reread('practice'),
  })
  const ends = fault?.endsAt
  const state = [
    count > 0 && text('practice.struck', { count }),
    ends && text('practice.until', { until: until(ends) }),
  ].filter(Boolean)
  return (
    <div className="flex flex-col gap-1">
      {isOnce ? (
        <div className="flex flex-col items-start gap-1">
          <Button small busy={change.isPending} onClick={() => change.mutate(true)}>
            {text(`practice.fault-${name}`)}
          </Button>
          <p className="text-ink-3 text-pill">{text(`practice.does-${name}`)}</p>
        </div>
      ) : (
        <Switch
          label={text(`practice.fault-${name}`)}
          hint={text(`practice.does-${name}`)}
          checked={change.isPending ? change.variables : fault !== undefined}
          busy={change.isPending}
          onChange={(isOn) => change.mutate(isOn)}
        />
      )}
      {/* Its line is there before it strikes, so that the switches below stay where they are. */}
      <p className={cx('min-h-4 text-meta tabular', !isOnce && 'ps-11')}>{state.join(' ')}</p>
    </div>
  )
}
