// A message's state as its pill: the same word, icon and colour in every list and panel.
import type { Message } from '@contract/messages.ts'
import { Pill } from '../ui/pill.tsx'
import { messageState } from '../words/message-state.ts'
import { useText } from '../words/text.tsx'

export function MessagePill({ message }: { message: Message }) {
  const text = useText()
  const { tone, icon, word } = messageState(message)
  return (
    <Pill tone={tone} icon={icon}>
      {text(word)}
    </Pill>
  )
}
