// Text typed by people: one line, many lines, or a search. `onChange` hands over the text itself.
import { Search, X } from 'lucide-react'
import { type ComponentProps, type ReactNode, useRef } from 'react'
import { cx } from './cx.ts'
import { useField } from './field.tsx'
import { useWords } from './words.ts'

/** The edge every control shares. */
export const controlEdge =
  'rounded-control border border-line-strong bg-surface text-ink aria-invalid:border-danger aria-disabled:bg-sunken aria-disabled:text-ink-3'

export interface TextInputProps extends Omit<ComponentProps<'input'>, 'onChange' | 'value' | 'className'> {
  value: string
  onChange: (value: string) => void
  /** Keys, addresses and code: left to right in mono. */
  code?: boolean
}

export function TextInput({ value, onChange, code, ...rest }: TextInputProps) {
  return (
    <input
      type="text"
      dir={code ? 'ltr' : 'auto'}
      autoComplete="off"
      {...useField()}
      {...rest}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className={cx(controlEdge, 'h-control w-full min-w-0 px-3', code && 'font-mono')}
    />
  )
}

export interface TextAreaProps extends Omit<ComponentProps<'textarea'>, 'onChange' | 'value' | 'className'> {
  value: string
  onChange: (value: string) => void
  /** Lines shown when empty; grows with the text up to `maxRows`. */
  rows?: number
  maxRows?: number
  code?: boolean
  /** A row of small buttons under the text, inside the same edge. */
  tools?: ReactNode
}

export function TextArea({ value, onChange, rows = 4, maxRows = 12, code, tools, ...rest }: TextAreaProps) {
  const area = (
    <textarea
      dir={code ? 'ltr' : 'auto'}
      {...useField()}
      data-message={code ? undefined : ''}
      {...rest}
      rows={rows}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      style={{ maxBlockSize: `${maxRows * 1.5}em`, minBlockSize: `${rows * 1.45 + 1}em` }}
      className={cx(
        'field-sizing-content w-full min-w-0 resize-y px-3 py-2',
        code && 'font-mono',
        tools ? 'block rounded-control bg-transparent ring-inside' : controlEdge,
      )}
    />
  )
  if (!tools) return area
  return (
    <div className={cx(controlEdge, 'has-aria-invalid:border-danger')}>
      {area}
      <div className="flex flex-wrap items-center gap-1 border-t p-1">{tools}</div>
    </div>
  )
}

export interface SearchInputProps {
  value: string
  onChange: (value: string) => void
  /** Name and placeholder in one: "Search number or text". */
  name: string
}

/** The search of a page's table; Ctrl+F focuses the element marked `data-page-search`. */
export function SearchInput({ value, onChange, name }: SearchInputProps) {
  const words = useWords()
  const input = useRef<HTMLInputElement>(null)
  return (
    <search className="relative w-64 min-w-40 max-w-full">
      <Search aria-hidden className="pointer-events-none absolute inset-y-0 start-2.5 my-auto size-4 text-ink-3" />
      <input
        ref={input}
        type="text"
        dir="auto"
        data-page-search
        aria-label={name}
        placeholder={name}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || !value) return
          event.stopPropagation()
          onChange('')
        }}
        className={cx(controlEdge, 'h-control w-full ps-8.5 pe-8')}
      />
      {value && (
        <button
          type="button"
          aria-label={words('ui.clearSearch')}
          onClick={() => {
            onChange('')
            input.current?.focus()
          }}
          className="absolute inset-y-0 end-1 my-auto flex size-6 items-center justify-center rounded-pill text-ink-2 hover:bg-sunken"
        >
          <X aria-hidden className="size-4" />
        </button>
      )}
    </search>
  )
}
