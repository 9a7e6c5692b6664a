// A dialog is a short task to finish or leave; never a way to inform, never two at once.
import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { IconButton } from '../controls/button.tsx'
import { useUiText } from '../text.ts'

export const scrim = 'fixed inset-0 z-50 animate-appear bg-scrim'
export const dialogFrame =
  'fixed inset-0 top-(--band,0) z-50 m-auto flex h-fit max-h-[calc(100dvh-var(--band,0px)-32px)] w-[calc(100vw-32px)] animate-appear flex-col overflow-hidden rounded-card border bg-raised shadow-dialog outline-none'

export interface DialogProps {
  open: boolean
  /** Escape, the cross, a press outside. The caller may keep it open and ask first. */
  onClose: () => void
  title: string
  description?: ReactNode
  children: ReactNode
  /** Buttons at the foot, the primary one last. */
  actions?: ReactNode
  /** 480 px wide, or 720. */
  wide?: boolean
}

export function Dialog({ open, onClose, title, description, children, actions, wide }: DialogProps) {
  const words = useUiText()
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className={scrim} />
        <Radix.Content
          {...(!description && { 'aria-describedby': undefined })}
          onOpenAutoFocus={focusFirstField}
          className={dialogFrame}
          style={{ maxInlineSize: wide ? '45rem' : '30rem' }}
        >
          <header className="flex items-start justify-between gap-4 ps-6 pe-4 pt-4">
            <Radix.Title className="pt-1 font-semibold text-section">{title}</Radix.Title>
            <Radix.Close asChild>
              <IconButton name={words('ui.close')} icon={X} />
            </Radix.Close>
          </header>
          <div className="min-h-0 overflow-y-auto px-6 pt-2 pb-6">
            {description && <Radix.Description className="mb-4 max-w-text text-ink-2">{description}</Radix.Description>}
            {children}
          </div>
          {actions && (
            <footer className="flex flex-wrap items-center justify-end gap-2 border-t bg-sunken px-6 py-3">
              {actions}
            </footer>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

/** Into the task, not onto the cross. */
function focusFirstField(event: Event) {
  const field = (event.currentTarget as HTMLElement).querySelector<HTMLElement>('[data-autofocus], input, textarea')
  if (!field) return
  event.preventDefault()
  field.focus()
}
