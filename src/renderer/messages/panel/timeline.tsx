// What happened to a message, newest last; a new day is named, WhatsApp's id and the error's code stand under "Technical details".
import type { Message, TimelineEntry } from '@contract/messages.ts'
import {
  Ban,
  Check,
  CheckCheck,
  CirclePause,
  CircleQuestionMark,
  CircleX,
  Clock,
  Hourglass,
  ListPlus,
  type LucideIcon,
  RotateCcw,
  Send,
  Smartphone,
  Undo2,
} from 'lucide-react'
import { useText } from '../../i18n/text.tsx'
import { useTimes } from '../../i18n/times.ts'
import type { Tone } from '../../ui/display/pill.tsx'
import { Timeline } from '../../ui/display/timeline.tsx'
import { type StepText, stepsOf } from './timeline-steps.ts'

/** The signs of the states they lead to, and of what people did. */
const signs: Record<StepText, [LucideIcon, Tone]> = {
  'messages.timeline-queued': [ListPlus, 'plain'],
  'messages.timeline-queued-by': [ListPlus, 'plain'],
  'messages.timeline-sending': [Send, 'plain'],
  'messages.timeline-sent': [Check, 'plain'],
  'messages.timeline-delivered': [CheckCheck, 'positive'],
  'messages.timeline-read': [CheckCheck, 'info'],
  'messages.timeline-failed': [CircleX, 'danger'],
  'messages.timeline-expired': [Hourglass, 'faint'],
  'messages.timeline-quarantined': [CircleX, 'danger'],
  'messages.timeline-cancelled': [Ban, 'faint'],
  'messages.timeline-restored': [Undo2, 'plain'],
  'messages.timeline-moved': [Smartphone, 'plain'],
  'messages.timeline-no-answer': [CircleQuestionMark, 'caution'],
  'messages.timeline-sent-again': [RotateCcw, 'plain'],
  'messages.timeline-unknown': [CircleQuestionMark, 'caution'],
  'messages.timeline-resend': [RotateCcw, 'plain'],
  'messages.timeline-marked-sent': [Check, 'plain'],
  'messages.timeline-late': [CirclePause, 'caution'],
  'messages.timeline-released': [Send, 'plain'],
  'messages.timeline-other': [Clock, 'faint'],
}

export function MessageTimeline({ message }: { message: Message & { timeline: TimelineEntry[] } }) {
  const text = useText()
  const times = useTimes()
  const steps = stepsOf(message)
  const shown = steps.map((step, index) => {
    // The first day is named unless it is today, another one where it begins.
    const isNewDay = times.day(steps[index - 1]?.at ?? Date.now()) !== times.day(step.at)
    return {
      at: step.at,
      icon: signs[step.text][0],
      tone: signs[step.text][1],
      text: (
        <>
          {text(step.text, step.values)}
          {isNewDay && <span className="text-ink-3"> {times.day(step.at)}</span>}
        </>
      ),
      detail: step.facts.map(({ name, value }) => text(name, { value })).join('\n') || null,
    }
  })
  return (
    <section className="flex flex-col gap-3">
      <h3 className="font-semibold">{text('messages.timeline')}</h3>
      <Timeline name={text('messages.timeline')} steps={shown} />
    </section>
  )
}
