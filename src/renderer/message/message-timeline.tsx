// What happened to a message, newest last; a new day is named, WhatsApp's id and the error's code stand under "Technical details".
import type { Message, TimelineEntry } from '@contract/messages.ts'
import { Timeline } from '../ui/timeline.tsx'
import { useText } from '../words/text.tsx'
import { useTimes } from '../words/times.ts'
import { storyOf } from './story.ts'

export function MessageTimeline({ message }: { message: Message & { timeline: TimelineEntry[] } }) {
  const text = useText()
  const times = useTimes()
  const story = storyOf(message)
  const steps = story.map((step, index) => {
    // The first day is named unless it is today, another one where it begins.
    const isNewDay = times.day(story[index - 1]?.at ?? Date.now()) !== times.day(step.at)
    return {
      at: step.at,
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
      <h3 className="font-semibold">{text('message.story')}</h3>
      <Timeline name={text('message.story')} steps={steps} />
    </section>
  )
}
