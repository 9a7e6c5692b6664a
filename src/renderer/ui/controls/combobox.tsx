// A choice among many: typed, filtered, picked from a list (APG editable combobox). Escape restores what was chosen.
import { Check, ChevronDown } from 'lucide-react'
import { Popover as Radix } from 'radix-ui'
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react'
import { cx } from '../cx.ts'
import { useField } from './field.tsx'
import type { Option } from './select.tsx'
import { inputFrame, ownDirection } from './text-input.tsx'

export interface ComboboxProps<Value extends string> {
  value: Value | null
  onChange: (value: Value) => void
  options: readonly Option<Value>[]
  /** The accessible name outside of a Field. */
  name?: string
  placeholder?: string
  /** What to do when nothing matches; a sentence. */
  noMatch: string
}

const fold = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase()

/** The options whose label or hint holds every word typed; those that begin with it come first. */
export function matching<Value extends string>(options: readonly Option<Value>[], typed: string): Option<Value>[] {
  const words = fold(typed).split(/\s+/).filter(Boolean)
  const found = options.filter((option) => {
    const text = fold(`${option.label} ${option.hint ?? ''}`)
    return words.every((word) => text.includes(word))
  })
  const first = fold(typed)
  return found.sort((a, b) => Number(fold(b.label).startsWith(first)) - Number(fold(a.label).startsWith(first)))
}

export function Combobox<Value extends string>({
  value,
  onChange,
  options,
  name,
  placeholder,
  noMatch,
}: ComboboxProps<Value>) {
  const field = useField()
  const list = useId()
  const input = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState<string | null>(null)
  const [active, setActive] = useState(0)
  const [isOpen, setOpen] = useState(false)
  const chosen = options.find((option) => option.value === value)
  const shown = typed ? matching(options, typed) : [...options]
  const close = () => {
    setOpen(false)
    setTyped(null)
  }
  const open = () => {
    setActive(Math.max(0, chosen && !typed ? options.indexOf(chosen) : 0))
    setOpen(true)
  }
  const pick = (option: Option<Value> | undefined) => {
    if (option) onChange(option.value)
    close()
  }
  const press = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) {
      event.preventDefault()
      if (!isOpen) open()
      else if (shown.length > 0) setActive((active + step + shown.length) % shown.length)
    } else if (event.key === 'Enter' && isOpen) {
      event.preventDefault()
      pick(shown[active])
    } else if (event.key === 'Escape' && (isOpen || typed !== null)) {
      event.stopPropagation()
      close()
    } else if (event.key === 'Tab' && isOpen) close()
  }
  return (
    <Radix.Root open={isOpen} onOpenChange={(next) => (next ? open() : close())}>
      <Radix.Anchor className={cx(inputFrame, 'gap-2 ps-3 pe-2.5')}>
        <input
          type="text"
          role="combobox"
          dir={ownDirection(typed ?? chosen?.label ?? '')}
          autoComplete="off"
          aria-autocomplete="list"
          aria-expanded={isOpen}
          aria-controls={isOpen ? list : undefined}
          aria-activedescendant={isOpen && shown[active] ? `${list}-${active}` : undefined}
          {...field}
          {...(name && { 'aria-label': name })}
          ref={input}
          placeholder={placeholder}
          value={typed ?? chosen?.label ?? ''}
          onChange={(event) => {
            setTyped(event.target.value)
            setActive(0)
            setOpen(true)
          }}
          onClick={open}
          onBlur={close}
          onKeyDown={press}
          className="h-full min-w-0 flex-1 bg-transparent outline-none align-as-page"
        />
        <ChevronDown aria-hidden className="pointer-events-none size-4 shrink-0 text-ink-2" />
      </Radix.Anchor>
      <FloatingList id={list} name={name ?? placeholder}>
        {shown.map((option, index) => (
          <ListRow
            key={option.value}
            id={`${list}-${index}`}
            isActive={index === active}
            isChosen={option.value === value}
            onPick={() => pick(option)}
          >
            {option.label}
            {option.hint && <span className="ms-2 text-ink-3">{option.hint}</span>}
          </ListRow>
        ))}
        {shown.length === 0 && <p className="px-2 py-2 text-ink-2">{noMatch}</p>}
      </FloatingList>
    </Radix.Root>
  )
}

function FloatingList({ id, name, children }: { id: string; name?: string | undefined; children: ReactNode }) {
  return (
    <Radix.Portal>
      <Radix.Content
        align="start"
        sideOffset={4}
        onOpenAutoFocus={(event) => event.preventDefault()}
        onCloseAutoFocus={(event) => event.preventDefault()}
        onMouseDown={(event) => event.preventDefault()}
        className="z-50 w-(--radix-popover-trigger-width) min-w-48 rounded-card border bg-raised shadow-popover"
      >
        <div id={id} role="listbox" aria-label={name} className="max-h-72 overflow-y-auto p-1">
          {children}
        </div>
      </Radix.Content>
    </Radix.Portal>
  )
}

interface ListRowProps {
  id: string
  isActive: boolean
  isChosen: boolean
  onPick: () => void
  children: ReactNode
}

/** One row of a list that an input drives; the input keeps the focus. */
export function ListRow({ id, isActive, isChosen, onPick, children }: ListRowProps) {
  return (
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isChosen}
      ref={(element) => {
        if (isActive) element?.scrollIntoView({ block: 'nearest' })
      }}
      onMouseDown={(event) => {
        event.preventDefault()
        onPick()
      }}
      className={cx(
        'flex min-h-control items-center gap-2 rounded-control px-2 py-1',
        isActive ? 'bg-accent-soft outline-1 outline-accent' : 'hover:bg-sunken',
      )}
    >
      <span className="min-w-0 flex-1">{children}</span>
      {isChosen && <Check aria-hidden className="size-4 shrink-0 text-accent" />}
    </div>
  )
}
