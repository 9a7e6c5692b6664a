// Text typed by people: one line, many lines, or a search. `onChange` hands over the text itself.
import { Search, X } from 'lucide-react'
import { type ComponentProps, type ReactNode, useRef } from 'react'
import { cx } from '../cx.ts'
import { useUiText } from '../text.ts'
import { useField } from './field.tsx'

/** The edge every control shares. */
export const controlEdge =
  'rounded-control border border-line-strong bg-surface text-ink aria-invalid:border-danger aria-disabled:bg-sunken aria-disabled:text-ink-3'

/** The same for what holds an input and icons: the edge and the focus ring lie round both. */
export const inputFrame = cx(
  controlEdge,
  'flex h-control items-center has-aria-invalid:border-danger has-[input:focus-visible]:outline-2 has-[input:focus-visible]:outline-focus has-[input:focus-visible]:outline-offset-2',
)

/** Words run in their own direction; an empty field in the page's. */
export const ownDirection = (value: string): 'auto' | undefined => (value ? 'auto' : undefined)

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
      dir={code ? 'ltr' : ownDirection(value)}
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
      dir={code ? 'ltr' : ownDirection(value)}
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

/** The search of a page's table; Ctrl+F leads to it. */
export function SearchInput({ value, onChange, name }: SearchInputProps) {
  const words = useUiText()
  const input = useRef<HTMLInputElement>(null)
  return (
    <search className={cx(inputFrame, 'w-64 min-w-40 max-w-full gap-2 ps-2.5 pe-1')}>
      <Search aria-hidden className="size-4 shrink-0 text-ink-3" />
      <input
        ref={input}
        type="text"
        dir={ownDirection(value)}
        aria-keyshortcuts="Control+F"
        aria-label={name}
        placeholder={name}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || !value) return
          event.stopPropagation()
          onChange('')
        }}
        className="h-full min-w-0 flex-1 bg-transparent outline-none align-as-page"
      />
      {value && (
        <button
          type="button"
          aria-label={words('ui.clearSearch')}
          onClick={() => {
            onChange('')
            input.current?.focus()
          }}
          className="flex size-6 shrink-0 items-center justify-center rounded-pill text-ink-2 hover:bg-sunken"
        >
          <X aria-hidden className="size-4" />
        </button>
      )}
    </search>
  )
}
