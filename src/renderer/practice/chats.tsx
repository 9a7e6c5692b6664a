// What they received: the numbers at the start side, each in a place of its own, and the talk with the one that was picked.
import type { Chat } from '@contract/practice.ts'
import { Inbox, Send } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useFormats } from '../i18n/format.ts'
import { useText } from '../i18n/text.tsx'
import { useAddressPart } from '../ui/address.ts'
import { LinkButton } from '../ui/controls/button.tsx'
import { cx } from '../ui/cx.ts'
import { TextLine } from '../ui/display/text-line.tsx'
import { Empty } from '../ui/page/empty.tsx'
import { Section } from '../ui/page/page.tsx'
import { PhoneNumber } from '../ui/phone/number.tsx'
import { ChatLog } from './chat-log.tsx'
import { useChatOrder } from './chat-order.ts'
import { kindText } from './media.tsx'

export function Chats({ chats }: { chats: readonly Chat[] }) {
  const text = useText()
  const [wanted, pick] = useAddressPart('number')
  // Without a wish the newest of the first sight stays: what is read must not jump to another with every message.
  const first = useRef<string>(undefined)
  const find = (wish: string | undefined) => chats.find(({ number }) => number === wish)
  const [isPointed, point] = useState(false)
  const [isFocused, focus] = useState(false)
  const [isScrolled, scroll] = useState(false)
  const shown = useChatOrder(chats, isPointed || isFocused || isScrolled)
  const picked = find(wanted) ?? find(first.current) ?? shown[0]
  useEffect(() => {
    first.current ??= picked?.number
  }, [picked])
  return (
    <Section title={text('practice.received')}>
      {picked === undefined ? (
        <Empty
          icon={Inbox}
          title={text('practice.empty')}
          text={text('practice.empty-then')}
          action={
            <LinkButton to="/send" icon={Send}>
              {text('practice.empty-send')}
            </LinkButton>
          }
        />
      ) : (
        <div className="grid min-w-0 rounded-card border bg-surface rail:h-[28rem] rail:grid-cols-[14rem_minmax(0,1fr)]">
          <ul
            aria-label={text('practice.numbers')}
            onPointerEnter={() => point(true)}
            onPointerLeave={() => point(false)}
            onFocus={() => focus(true)}
            onBlur={() => focus(false)}
            onScroll={({ currentTarget }) => scroll(currentTarget.scrollTop > 0)}
            className="max-h-52 min-w-0 overflow-y-auto border-b p-1 rail:max-h-none rail:border-e rail:border-b-0"
          >
            {shown.map((chat) => (
              <li key={chat.number}>
                <ChatButton chat={chat} isPicked={chat === picked} onPick={() => pick(chat.number)} />
              </li>
            ))}
          </ul>
          <ChatLog key={picked.number} chat={picked} />
        </div>
      )}
    </Section>
  )
}

function ChatButton({ chat, isPicked, onPick }: { chat: Chat; isPicked: boolean; onPick: () => void }) {
  const text = useText()
  const { number, exact } = useFormats()
  return (
    <button
      type="button"
      aria-pressed={isPicked}
      onClick={onPick}
      className={cx(
        'ring-inside flex w-full min-w-0 flex-col rounded-control border px-2 py-1.5 text-start',
        isPicked ? 'border-accent bg-accent-soft' : 'border-transparent hover:bg-sunken',
      )}
    >
      <span className="flex w-full items-baseline justify-between gap-2">
        {chat.number.includes('@') ? <TextLine text={chat.name} /> : <PhoneNumber value={chat.number} />}
        <span className="shrink-0 text-ink-2 text-meta tabular" title={exact(chat.received)}>
          <span className="sr-only">{text('practice.count', { count: chat.received })}</span>
          <span aria-hidden>{number(chat.received)}</span>
        </span>
      </span>
      <span className="w-full text-ink-2 text-pill">
        <TextLine text={chat.lastText ?? text(kindText(chat.lastKind))} />
      </span>
    </button>
  )
}
