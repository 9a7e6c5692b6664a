// Check boxes, radio buttons and switches: the words are the label, and pressing them presses the control.
import { Check, Minus } from 'lucide-react'
import { Checkbox as RadixCheckbox, RadioGroup as RadixRadio, Switch as RadixSwitch } from 'radix-ui'
import { useId } from 'react'
import { cx } from '../cx.ts'
import { useField } from './field.tsx'
import type { Option } from './select.tsx'

// What can be pressed reaches 2 px further than what is seen: 24 px in all.
const reach = 'relative before:absolute before:-inset-0.75'
const box = 'flex size-5 shrink-0 items-center justify-center border border-line-strong bg-surface text-on-accent'

interface ChoiceProps {
  label: string
  hint?: string
}

export interface CheckboxProps extends ChoiceProps {
  checked: boolean | 'mixed'
  onChange: (checked: boolean) => void
  hideLabel?: boolean
  /** -1 inside a grid, which moves the focus itself. */
  tabIndex?: number
}

export function Checkbox({ checked, onChange, label, hint, hideLabel, tabIndex }: CheckboxProps) {
  const id = useId()
  const control = (
    <RadixCheckbox.Root
      id={id}
      checked={checked === 'mixed' ? 'indeterminate' : checked}
      onCheckedChange={(next) => onChange(next === true)}
      {...(tabIndex !== undefined && { tabIndex })}
      {...(hideLabel && { 'aria-label': label })}
      {...(hint && { 'aria-describedby': `${id}-hint` })}
      className={cx(
        reach,
        box,
        'rounded-pill data-[state=checked]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:border-accent data-[state=indeterminate]:bg-accent',
      )}
    >
      <RadixCheckbox.Indicator>
        {checked === 'mixed' ? <Minus aria-hidden className="size-4" /> : <Check aria-hidden className="size-4" />}
      </RadixCheckbox.Indicator>
    </RadixCheckbox.Root>
  )
  if (hideLabel) return control
  return <Labelled id={id} label={label} hint={hint} control={control} />
}

export interface SwitchProps extends ChoiceProps {
  checked: boolean
  onChange: (checked: boolean) => void
  /** A switch that waits for the engine's answer. */
  busy?: boolean
}

/** Acts at once; for what waits for a Save button use a Checkbox. */
export function Switch({ checked, onChange, label, hint, busy }: SwitchProps) {
  const id = useId()
  const control = (
    <RadixSwitch.Root
      id={id}
      checked={checked}
      onCheckedChange={(next) => !busy && onChange(next)}
      {...(busy && { 'aria-disabled': true })}
      {...(hint && { 'aria-describedby': `${id}-hint` })}
      className="relative flex h-5 w-9 shrink-0 items-center before:absolute before:-inset-0.75 rounded-round border border-line-strong bg-sunken px-0.5 transition-colors data-[state=checked]:border-accent data-[state=checked]:bg-accent forced-colors:data-[state=checked]:bg-[Highlight]"
    >
      <RadixSwitch.Thumb className="forced-colors:bg-[ButtonText] size-3.5 rounded-round bg-ink-2 transition-transform data-[state=checked]:translate-x-[calc(1rem*var(--forward))] data-[state=checked]:bg-on-accent" />
    </RadixSwitch.Root>
  )
  return <Labelled id={id} label={label} hint={hint} control={control} />
}

export interface RadioGroupProps<Value extends string> {
  value: Value
  onChange: (value: Value) => void
  options: readonly Option<Value>[]
  /** The accessible name outside of a Field. */
  name?: string
  /** Side by side instead of one under the other. */
  inline?: boolean
}

export function RadioGroup<Value extends string>({ value, onChange, options, name, inline }: RadioGroupProps<Value>) {
  const field = useField()
  const id = useId()
  return (
    <RadixRadio.Root
      {...field}
      {...(name && { 'aria-label': name })}
      value={value}
      onValueChange={(next) => onChange(next as Value)}
      className={cx('flex', inline ? 'flex-wrap gap-x-6 gap-y-2' : 'flex-col gap-2')}
    >
      {options.map((option) => {
        const own = `${id}-${option.value}`
        const control = (
          <RadixRadio.Item
            id={own}
            value={option.value}
            className={cx(reach, box, 'rounded-round data-[state=checked]:border-accent')}
          >
            <RadixRadio.Indicator className="size-2.5 rounded-round bg-accent forced-colors:bg-[Highlight]" />
          </RadixRadio.Item>
        )
        return <Labelled key={option.value} id={own} label={option.label} hint={option.hint} control={control} />
      })}
    </RadixRadio.Root>
  )
}

function Labelled(props: { id: string; label: string; hint: string | undefined; control: React.ReactNode }) {
  return (
    <div className="flex min-h-6 items-start gap-2">
      {props.control}
      <div className="min-w-0">
        <label htmlFor={props.id}>{props.label}</label>
        {props.hint && (
          <p id={`${props.id}-hint`} className="max-w-text text-pill text-ink-3">
            {props.hint}
          </p>
        )}
      </div>
    </div>
  )
}
