// A choice among up to ten known things; more than that is a Combobox.
import { Check, ChevronDown } from 'lucide-react'
import { Select as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { cx } from '../cx.ts'
import { useField } from './field.tsx'
import { controlEdge } from './text-input.tsx'

export interface Option<Value extends string = string> {
  value: Value
  label: string
  /** A second, quieter line. */
  hint?: string
}

export interface SelectProps<Value extends string> {
  value: Value
  onChange: (value: Value) => void
  options: readonly Option<Value>[]
  /** The accessible name outside of a Field. */
  name?: string
  placeholder?: string
  /** A filter in a toolbar: as wide as its words, not as its place. */
  fit?: boolean
  /** Set before the chosen word: a flag, an icon. */
  before?: ReactNode
}

// Radix keeps '' for "nothing chosen", but 'All devices' is a choice too.
const out = (value: string) => (value === '' ? '\u0000' : value)
const back = (value: string) => (value === '\u0000' ? '' : value)

export function Select<Value extends string>(props: SelectProps<Value>) {
  const { value, onChange, options, name, placeholder, fit, before } = props
  const field = useField()
  const isKnown = options.some((option) => option.value === value)
  return (
    <Radix.Root value={isKnown ? out(value) : ''} onValueChange={(next) => onChange(back(next) as Value)}>
      <Radix.Trigger
        {...field}
        {...(name && { 'aria-label': name })}
        className={cx(
          controlEdge,
          'inline-flex h-control min-w-0 items-center gap-2 px-3 text-start hover:bg-sunken data-placeholder:text-ink-3',
          fit ? 'max-w-72' : 'w-full',
        )}
      >
        {before}
        <span className="min-w-0 flex-1 truncate">
          <Radix.Value placeholder={placeholder} />
        </span>
        <ChevronDown aria-hidden className="size-4 shrink-0 text-ink-2" />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          className="z-50 max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) max-w-[calc(100vw-16px)] overflow-hidden rounded-card border bg-raised shadow-popover"
        >
          <Radix.Viewport className="p-1">
            {options.map((option) => (
              <Radix.Item
                key={option.value}
                value={out(option.value)}
                className="flex min-h-control items-center gap-2 rounded-control px-2 py-1 outline-none data-highlighted:bg-accent-soft data-highlighted:outline-1 data-highlighted:outline-accent"
              >
                <span className="w-4 shrink-0">
                  <Radix.ItemIndicator>
                    <Check aria-hidden className="size-4 text-accent" />
                  </Radix.ItemIndicator>
                </span>
                <span className="min-w-0">
                  <Radix.ItemText>{option.label}</Radix.ItemText>
                  {option.hint && <span className="block text-pill text-ink-3">{option.hint}</span>}
                </span>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
