// A message's state as its pill: the same word, icon and colour in every list and panel.
import type { Message } from '@contract/messages.ts'
import { useText } from '../i18n/text.tsx'
import { Pill } from '../ui/display/pill.tsx'
import { messageState } from './state.ts'

export function MessagePill({ message }: { message: Message }) {
  const text = useText()
  const { tone, icon, word } = messageState(message)
  return (
    <Pill tone={tone} icon={icon}>
      {text(word)}
    </Pill>
  )
}
