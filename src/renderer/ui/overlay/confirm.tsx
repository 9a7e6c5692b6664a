// Asks before what cannot be undone, and only then. The title is the question; the focus lies on keeping things.
import { AlertDialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { Button } from '../controls/button.tsx'
import { FieldError } from '../controls/field.tsx'
import { useUiText } from '../text.ts'
import { dialogFrame, scrim } from './dialog.tsx'

export interface ConfirmProps {
  open: boolean
  /** "Remove Shop?" */
  title: string
  /** What is lost and what stays. */
  text: ReactNode
  /** The verb on the button: "Remove". */
  verb: string
  onConfirm: () => void
  onClose: () => void
  /** The other button; "Keep" unless given. */
  keep?: string
  busy?: boolean
  /** Why it did not work; the dialog stays. */
  error?: ReactNode
}

export function Confirm({ open, title, text, verb, onConfirm, onClose, keep, busy, error }: ConfirmProps) {
  const words = useUiText()
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className={scrim} />
        <Radix.Content className={dialogFrame} style={{ maxInlineSize: '27rem' }}>
          <div className="flex flex-col gap-2 overflow-y-auto p-6">
            <Radix.Title className="font-semibold text-section">{title}</Radix.Title>
            <Radix.Description className="text-ink-2">{text}</Radix.Description>
            <FieldError error={error} />
          </div>
          <footer className="flex flex-wrap items-center justify-end gap-2 border-t bg-sunken px-6 py-3">
            <Button kind="danger" busy={busy ?? false} onClick={onConfirm}>
              {verb}
            </Button>
            <Radix.Cancel asChild>
              <Button>{keep ?? words('ui.keep')}</Button>
            </Radix.Cancel>
          </footer>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
