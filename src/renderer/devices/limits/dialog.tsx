// The dialog round sending limits: fields, what WhatsApp has to say about it, and Save.
import type { ReactNode } from 'react'
import { useText } from '../../i18n/text.tsx'
import { Button } from '../../ui/controls/button.tsx'
import { FieldError } from '../../ui/controls/field.tsx'
import { Dialog } from '../../ui/overlay/dialog.tsx'

interface LimitsDialogProps {
  title: string
  description: string
  busy: boolean
  /** A refusal that belongs to no field. */
  error: string | null
  onSave: () => void
  onClose: () => void
  children: ReactNode
}

export function LimitsDialog({ title, description, busy, error, onSave, onClose, children }: LimitsDialogProps) {
  const text = useText()
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      description={`${description} ${text('devices.limits-truth')}`}
      actions={
        <>
          <Button onClick={onClose}>{text('devices.cancel')}</Button>
          <Button kind="primary" aria-keyshortcuts="Control+Enter" busy={busy} onClick={onSave}>
            {text('devices.save')}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-6"
        onSubmit={(event) => {
          event.preventDefault()
          onSave()
        }}
      >
        {children}
        <FieldError error={error} />
        <button type="submit" hidden />
      </form>
    </Dialog>
  )
}
