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
import { Timeline } from '../../ui/time/timeline.tsx'
import { type StoryText, storyOf } from './story.ts'

/** The signs of the states they lead to, and of what people did. */
const signs: Record<StoryText, [LucideIcon, Tone]> = {
  'messages.story-queued': [ListPlus, 'plain'],
  'messages.story-queued-by': [ListPlus, 'plain'],
  'messages.story-sending': [Send, 'plain'],
  'messages.story-sent': [Check, 'plain'],
  'messages.story-delivered': [CheckCheck, 'positive'],
  'messages.story-read': [CheckCheck, 'info'],
  'messages.story-failed': [CircleX, 'danger'],
  'messages.story-expired': [Hourglass, 'faint'],
  'messages.story-quarantined': [CircleX, 'danger'],
  'messages.story-cancelled': [Ban, 'faint'],
  'messages.story-restored': [Undo2, 'plain'],
  'messages.story-moved': [Smartphone, 'plain'],
  'messages.story-no-answer': [CircleQuestionMark, 'caution'],
  'messages.story-sent-again': [RotateCcw, 'plain'],
  'messages.story-unknown': [CircleQuestionMark, 'caution'],
  'messages.story-resend': [RotateCcw, 'plain'],
  'messages.story-marked-sent': [Check, 'plain'],
  'messages.story-late': [CirclePause, 'caution'],
  'messages.story-released': [Send, 'plain'],
  'messages.story-other': [Clock, 'faint'],
}

export function MessageTimeline({ message }: { message: Message & { timeline: TimelineEntry[] } }) {
  const text = useText()
  const times = useTimes()
  const story = storyOf(message)
  const steps = story.map((step, index) => {
    // The first day is named unless it is today, another one where it begins.
    const isNewDay = times.day(story[index - 1]?.at ?? Date.now()) !== times.day(step.at)
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
      <h3 className="font-semibold">{text('messages.story')}</h3>
      <Timeline name={text('messages.story')} steps={steps} />
    </section>
  )
}
