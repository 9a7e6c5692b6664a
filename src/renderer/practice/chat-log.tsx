// The talk with one number, as its owner sees it: what came from us, and what they wrote; live, the newest at the foot.
import type { Chat, Line } from '@contract/practice.ts'
import { useLayoutEffect, useRef } from 'react'
import { useOperation } from '../client/queries.ts'
import { useText } from '../i18n/text.tsx'
import { Bubble } from '../ui/bubble/bubble.tsx'
import { Failure } from '../ui/page/empty.tsx'
import { Loaded } from '../ui/page/skeleton.tsx'
import { phoneText } from '../ui/phone/number.tsx'
import { Time } from '../ui/time/time.tsx'
import { ChatMedia, kindText } from './media.tsx'

const wordless = new Set(['text', 'edit'])

export function ChatLog({ chat }: { chat: Chat }) {
  const text = useText()
  const { data, error, refetch } = useOperation('practice', 'chat', { number: chat.number })
  const lines = data?.lines
  const box = useRef<HTMLDivElement>(null)
  const last = lines?.at(-1)?.id
  // Whoever looks at older ones is left there.
  const isAtFoot = useRef(true)
  useLayoutEffect(() => {
    if (last !== undefined && isAtFoot.current && box.current) box.current.scrollTop = box.current.scrollHeight
  }, [last])
  const name = chat.number.includes('@') ? chat.name : phoneText(chat.number)
  return (
    <div
      ref={box}
      role="log"
      aria-label={text('practice.chat-with', { name })}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it.
      tabIndex={0}
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        isAtFoot.current = scrollHeight - scrollTop - clientHeight < 24
      }}
      className="ring-inside flex max-h-[28rem] min-w-0 flex-col gap-2 overflow-y-auto rounded-card bg-paper p-3"
    >
      <Loaded value={lines} failure={error && <Failure onRetry={() => void refetch()} />}>
        {(known) => known.map((line) => <OneLine key={line.id} line={line} />)}
      </Loaded>
    </div>
  )
}

/** Seen from the recipient's side: what they wrote is at the end, what came from us at the start. */
function OneLine({ line }: { line: Line }) {
  const text = useText()
  const hasMedia = line.mediaSeq !== null || line.fileName !== null
  const words = line.text ?? (wordless.has(line.kind) || hasMedia ? '' : text(kindText(line.kind)))
  return (
    <Bubble
      text={words}
      isIncoming={!line.isTheirs}
      media={hasMedia ? <ChatMedia line={line} /> : undefined}
      time={<Time at={line.at} as="clock" />}
      {...(line.author !== null && { author: phoneText(line.author) })}
      {...(!line.isTheirs && { ticks: line.state })}
    />
  )
}
