// A popover holds one choice: a range, a filter, the columns. It closes on Escape and on a press outside.
import { Popover as Radix } from 'radix-ui'
import { type ReactElement, type ReactNode, useState } from 'react'

export interface PopoverProps {
  /** One button; it becomes the popover's. */
  trigger: ReactElement
  /** What is chosen here. */
  name: string
  align?: 'start' | 'end'
  children: ReactNode | ((close: () => void) => ReactNode)
}

export function Popover({ trigger, name, align = 'start', children }: PopoverProps) {
  const [isOpen, setOpen] = useState(false)
  return (
    <Radix.Root open={isOpen} onOpenChange={setOpen}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={name}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className="z-50 max-h-(--radix-popover-content-available-height) max-w-[calc(100vw-16px)] overflow-auto rounded-card border bg-raised p-4 shadow-popover outline-none"
        >
          {typeof children === 'function' ? children(() => setOpen(false)) : children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
