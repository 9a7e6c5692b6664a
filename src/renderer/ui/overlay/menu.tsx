// Menus: behind ⋯, behind a button of one's own, or by right click and Shift+F10. One list of items serves all three.
import { Check, Ellipsis, type LucideIcon } from 'lucide-react'
import { ContextMenu, DropdownMenu } from 'radix-ui'
import { Fragment, type MouseEvent, type ReactElement, type ReactNode } from 'react'
import { IconButton } from '../controls/button.tsx'
import type { Option } from '../controls/select.tsx'
import { cx } from '../cx.ts'
import { Glyph } from '../display/glyph.tsx'
import { Kbd } from '../display/kbd.tsx'
import { useUiText } from '../text.ts'

export type MenuItem =
  | {
      label: string
      onSelect: () => void
      icon?: LucideIcon
      keys?: string
      danger?: boolean /** Why not now. */
      off?: string
    }
  | { kind: 'line' }
  | { kind: 'check'; label: string; checked: boolean; onChange: (checked: boolean) => void }
  | { kind: 'choice'; label: string; value: string; options: readonly Option[]; onChange: (value: string) => void }

export interface MenuProps {
  /** One button; it becomes the menu's. */
  trigger: ReactElement
  items: readonly MenuItem[]
  align?: 'start' | 'end'
  side?: 'top' | 'bottom' | 'right'
}

export function Menu({ trigger, items, align = 'end', side = 'bottom' }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content align={align} side={side} sideOffset={4} collisionPadding={8} className={frame}>
          <Items items={items} parts={DropdownMenu as unknown as Parts} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

/** The ⋯ button; `of` says what more there is of ("Shop", "+92 300 1234567"). */
export function MoreMenu({ of, items }: { of: string; items: readonly MenuItem[] }) {
  const words = useUiText()
  return <Menu trigger={<IconButton name={words('ui.more', { of })} icon={Ellipsis} />} items={items} />
}

export interface RightClickMenuProps {
  items: readonly MenuItem[]
  /** Before it opens; preventDefault keeps it shut. */
  onAsk?: (event: MouseEvent) => void
  onClose?: () => void
  /** One element. */
  children: ReactElement
}

/** The same items by right click, the menu key or Shift+F10 on what it wraps. */
export function RightClickMenu({ items, onAsk, onClose, children }: RightClickMenuProps) {
  return (
    <ContextMenu.Root modal={false} onOpenChange={(isOpen) => !isOpen && onClose?.()}>
      <ContextMenu.Trigger asChild onContextMenu={onAsk}>
        {children}
      </ContextMenu.Trigger>
      <ContextMenu.Portal>
        <ContextMenu.Content collisionPadding={8} className={frame}>
          <Items items={items} parts={ContextMenu as unknown as Parts} />
        </ContextMenu.Content>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  )
}

const frame =
  'z-50 max-h-[80vh] min-w-44 max-w-80 overflow-y-auto rounded-card border bg-raised p-1 shadow-popover outline-none'
const row =
  'flex min-h-control items-center gap-2 rounded-control px-2 py-1 outline-none data-highlighted:bg-accent-soft data-highlighted:outline-1 data-highlighted:outline-accent data-disabled:text-ink-3'

// The two menus of Radix have the same parts; only the root differs.
type Parts = Pick<
  typeof DropdownMenu,
  'Item' | 'Separator' | 'CheckboxItem' | 'RadioGroup' | 'RadioItem' | 'Label' | 'ItemIndicator'
>

function Items({ items, parts: Part }: { items: readonly MenuItem[]; parts: Parts }) {
  const tick = (
    <span className="w-4 shrink-0">
      <Part.ItemIndicator>
        <Check aria-hidden className="size-4 text-accent" />
      </Part.ItemIndicator>
    </span>
  )
  const one = (item: MenuItem): ReactNode => {
    if (!('kind' in item)) {
      return (
        <Part.Item
          disabled={Boolean(item.off)}
          onSelect={item.onSelect}
          className={cx(row, item.danger && 'text-danger')}
        >
          {item.icon && <Glyph icon={item.icon} />}
          <span className="min-w-0 flex-1">
            {item.label}
            {item.off && <span className="block text-pill">{item.off}</span>}
          </span>
          {item.keys && <Kbd keys={item.keys} />}
        </Part.Item>
      )
    }
    if (item.kind === 'line') return <Part.Separator className="my-1 h-px bg-line" />
    if (item.kind === 'check')
      return (
        <Part.CheckboxItem
          checked={item.checked}
          onCheckedChange={item.onChange}
          onSelect={(event) => event.preventDefault()}
          className={row}
        >
          {tick}
          {item.label}
        </Part.CheckboxItem>
      )
    return (
      <Part.RadioGroup value={item.value} onValueChange={item.onChange} aria-label={item.label}>
        <Part.Label className="px-2 pt-2 pb-1 text-meta text-ink-3">{item.label}</Part.Label>
        {item.options.map((option) => (
          <Part.RadioItem
            key={option.value}
            value={option.value}
            onSelect={(event) => event.preventDefault()}
            className={row}
          >
            {tick}
            {option.label}
          </Part.RadioItem>
        ))}
      </Part.RadioGroup>
    )
  }
  // biome-ignore lint/suspicious/noArrayIndexKey: a menu's items have no identity but their place.
  return items.map((item, index) => <Fragment key={index}>{one(item)}</Fragment>)
}
