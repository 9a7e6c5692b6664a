// A field: label above, hint under it, the control, then the error. The control inside finds its ids by itself.
import { CircleAlert } from 'lucide-react'
import { createContext, type ReactNode, useContext, useId } from 'react'
import { useIntl } from 'react-intl'
import { useUiText } from '../text.ts'

interface FieldIds {
  id?: string
  'aria-describedby'?: string
  'aria-invalid'?: true
  'aria-required'?: true
  'aria-labelledby'?: string
}

const Ids = createContext<FieldIds>({})

/** What a control inside a Field puts on its element; empty outside of one. */
export const useField = (): FieldIds => useContext(Ids)

export interface FieldProps {
  label: string
  /** Kept for screen readers only; for fields in toolbars and tables. */
  hideLabel?: boolean
  hint?: ReactNode
  /** A sentence; undefined or null when all is well. */
  error?: ReactNode
  required?: boolean
  /** Shown from 90 % of the limit on. */
  counter?: { used: number; limit: number }
  /** At the inline end of the label's line. */
  aside?: ReactNode
  children: ReactNode
}

export function Field({ label, hideLabel, hint, error, required, counter, aside, children }: FieldProps) {
  const id = useId()
  const { formatNumber } = useIntl()
  const words = useUiText()
  const isNear = counter !== undefined && counter.used >= counter.limit * 0.9
  const described = [hint && `${id}-hint`, error && `${id}-error`, isNear && `${id}-count`].filter(Boolean).join(' ')
  const ids: FieldIds = {
    id,
    'aria-labelledby': `${id}-label`,
    ...(described && { 'aria-describedby': described }),
    ...(error && { 'aria-invalid': true }),
    ...(required && { 'aria-required': true }),
  }
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <div className={hideLabel ? 'sr-only' : 'flex items-baseline justify-between gap-2'}>
        <label id={`${id}-label`} htmlFor={id} className="font-semibold">
          {label}
        </label>
        {aside}
      </div>
      {hint && (
        <p id={`${id}-hint`} className="max-w-text text-pill text-ink-3">
          {hint}
        </p>
      )}
      <Ids value={ids}>{children}</Ids>
      {isNear && (
        <p id={`${id}-count`} className="text-end text-meta text-ink-2 tabular">
          {words('ui.counter', { used: formatNumber(counter.used), limit: formatNumber(counter.limit) })}
        </p>
      )}
      <FieldError id={`${id}-error`} error={error} />
    </div>
  )
}

/** The error's own line; also for controls that are not in a Field. */
export function FieldError({ id, error }: { id?: string; error: ReactNode }) {
  if (!error) return null
  return (
    <p id={id} className="flex max-w-text items-start gap-1.5 text-pill text-danger">
      <CircleAlert aria-hidden className="mt-px size-4 shrink-0" />
      <span>{error}</span>
    </p>
  )
}
