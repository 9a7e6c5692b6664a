// Tabs part one page's content; Segmented filters one list (To fix | Ready | All).
import { Tabs as RadixTabs, ToggleGroup } from 'radix-ui'
import type { ReactNode } from 'react'
import { useIntl } from 'react-intl'

export interface Tab<Value extends string> {
  value: Value
  label: string
  count?: number
  content: ReactNode
}

export interface TabsProps<Value extends string> {
  /** What the tabs part: "How to link". */
  name: string
  value: Value
  onChange: (value: Value) => void
  tabs: readonly Tab<Value>[]
}

export function Tabs<Value extends string>({ name, value, onChange, tabs }: TabsProps<Value>) {
  return (
    <RadixTabs.Root value={value} onValueChange={(next) => onChange(next as Value)} className="flex min-h-0 flex-col">
      <RadixTabs.List aria-label={name} className="flex gap-1 overflow-x-auto border-b p-0.5 pb-0">
        {tabs.map((tab) => (
          <RadixTabs.Trigger
            key={tab.value}
            value={tab.value}
            className="ring-inside -mb-px flex min-h-control items-center gap-2 whitespace-nowrap border-b-2 border-transparent px-3 text-ink-2 hover:text-ink data-[state=active]:border-accent data-[state=active]:font-semibold data-[state=active]:text-ink"
          >
            {tab.label}
            <Count value={tab.count} />
          </RadixTabs.Trigger>
        ))}
      </RadixTabs.List>
      {tabs.map((tab) => (
        <RadixTabs.Content key={tab.value} value={tab.value} className="min-h-0 flex-1 pt-4">
          {tab.content}
        </RadixTabs.Content>
      ))}
    </RadixTabs.Root>
  )
}

export interface SegmentedProps<Value extends string> {
  /** What is chosen: "Rows shown". */
  name: string
  value: Value
  onChange: (value: Value) => void
  options: readonly { value: Value; label: string; count?: number }[]
}

export function Segmented<Value extends string>({ name, value, onChange, options }: SegmentedProps<Value>) {
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={name}
      value={value}
      onValueChange={(next) => next && onChange(next as Value)}
      className="inline-flex max-w-full shrink-0 rounded-control border border-line-strong bg-surface"
    >
      {options.map((option) => (
        <ToggleGroup.Item
          key={option.value}
          value={option.value}
          className="ring-inside flex min-h-[calc(var(--control)-2px)] items-center gap-1.5 whitespace-nowrap border-s border-line-strong px-3 text-ink-2 first:rounded-s-control first:border-s-0 last:rounded-e-control hover:bg-sunken data-[state=on]:bg-accent-soft data-[state=on]:font-semibold data-[state=on]:text-ink forced-colors:data-[state=on]:bg-[Highlight] forced-colors:data-[state=on]:text-[HighlightText] forced-colors:data-[state=on]:forced-color-adjust-none"
        >
          {option.label}
          <Count value={option.count} />
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  )
}

function Count({ value }: { value: number | undefined }) {
  const { formatNumber } = useIntl()
  return value === undefined ? null : <span className="tabular">{formatNumber(value)}</span>
}
