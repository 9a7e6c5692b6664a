// The field a message is written in: its marks, emoji, and how much of the limit is used.
import { TEXT_LIMIT } from '@contract/messages.ts'
import { Bold, Italic, Smile, Strikethrough } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useRef } from 'react'
import { useText } from '../../i18n/text.tsx'
import { IconButton } from '../../ui/controls/button.tsx'
import { Field } from '../../ui/controls/field.tsx'
import { TextArea } from '../../ui/controls/text-input.tsx'
import { afterFocusReturns } from '../../ui/overlay/focus-return.ts'
import { Popover } from '../../ui/overlay/popover.tsx'
import { EmojiPicker } from './emoji-picker.tsx'
import { type Mark, withMark } from './marks.ts'

interface MessageFieldProps {
  value: string
  onChange: (value: string) => void
  /** Why it cannot go; being too long is said by the field itself. */
  error?: ReactNode
  label?: string
  hint?: ReactNode
  rows?: number
  /** More small buttons beside the marks; `insert` puts a text where the cursor is. */
  tools?: (insert: (text: string) => void) => ReactNode
}

const keys: Record<string, Mark> = { b: '*', i: '_' }

/** How many characters a message has, as its limit counts them. */
export const lengthOf = (text: string): number => [...text].length

export function MessageField({ value, onChange, error, label, hint, rows = 5, tools }: MessageFieldProps) {
  const text = useText()
  const area = useRef<HTMLTextAreaElement>(null)
  const used = lengthOf(value)
  const tooLong = used > TEXT_LIMIT && text('send.too-long', { over: used - TEXT_LIMIT, limit: TEXT_LIMIT })

  const replace = (from: number, to: number, with_: string) => {
    const field = area.current
    if (field === null) return
    field.focus()
    field.setSelectionRange(from, to)
    // The one way that the field's own undo knows of.
    if (!document.execCommand('insertText', false, with_)) onChange(value.slice(0, from) + with_ + value.slice(to))
  }
  const insert = (what: string) => {
    const { selectionStart = value.length, selectionEnd = value.length } = area.current ?? {}
    replace(selectionStart, selectionEnd, what)
  }
  const mark = (sign: Mark) => {
    const field = area.current
    if (field === null) return
    const next = withMark(value, field.selectionStart, field.selectionEnd, sign)
    replace(next.from, next.to, next.text)
    field.setSelectionRange(next.start, next.end)
  }
  const press = (event: KeyboardEvent) => {
    const sign = keys[event.key.toLowerCase()]
    if (sign === undefined || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
    event.preventDefault()
    mark(sign)
  }
  return (
    <Field
      label={label ?? text('send.message')}
      hint={hint}
      error={tooLong || error}
      counter={{ used, limit: TEXT_LIMIT }}
    >
      <TextArea
        ref={area}
        rows={rows}
        value={value}
        onChange={onChange}
        onKeyDown={press}
        tools={
          <>
            <IconButton name={text('send.bold')} icon={Bold} onClick={() => mark('*')} />
            <IconButton name={text('send.italic')} icon={Italic} onClick={() => mark('_')} />
            <IconButton name={text('send.strike')} icon={Strikethrough} onClick={() => mark('~')} />
            <Popover name={text('send.emoji')} trigger={<IconButton name={text('send.emoji')} icon={Smile} />}>
              {(close) => (
                <EmojiPicker
                  onPick={(emoji) => {
                    close()
                    afterFocusReturns(() => insert(emoji))
                  }}
                />
              )}
            </Popover>
            {tools?.(insert)}
          </>
        }
      />
    </Field>
  )
}
