// The emoji a shop writes with. The system's own list (Win + . on Windows) has the rest.
import { type KeyboardEvent, useRef } from 'react'

const COLUMNS = 8
const emoji = [
  ...['🙂', '😀', '😊', '😉', '😍', '🤗', '🤔', '😅'],
  ...['🙏', '👍', '👌', '👏', '💪', '👋', '🤝', '❤️'],
  ...['✅', '❌', '⚠️', '❗', '❓', 'ℹ️', '⭐', '🔥'],
  ...['📦', '🚚', '🛍️', '🛒', '🎁', '🎉', '🎂', '💐'],
  ...['📅', '⏰', '⏳', '📍', '🏠', '🏪', '📞', '📧'],
  ...['💰', '💳', '🧾', '📄', '📷', '🔗', '➡️', '🌙'],
]

export function EmojiPicker({ onPick }: { onPick: (emoji: string) => void }) {
  const list = useRef<HTMLDivElement>(null)
  const move = (event: KeyboardEvent, at: number) => {
    const isRtl = getComputedStyle(event.currentTarget).direction === 'rtl'
    const side = isRtl ? -1 : 1
    const step = { ArrowRight: side, ArrowLeft: -side, ArrowDown: COLUMNS, ArrowUp: -COLUMNS }[event.key]
    if (step === undefined) return
    event.preventDefault()
    const buttons = list.current?.querySelectorAll('button') ?? []
    buttons[Math.max(0, Math.min(emoji.length - 1, at + step))]?.focus()
  }
  return (
    <div ref={list} className="grid grid-cols-8 gap-1">
      {emoji.map((one, index) => (
        <button
          key={one}
          type="button"
          onClick={() => onPick(one)}
          onKeyDown={(event) => move(event, index)}
          className="flex size-8 items-center justify-center rounded-control text-section hover:bg-sunken"
        >
          {one}
        </button>
      ))}
    </div>
  )
}
