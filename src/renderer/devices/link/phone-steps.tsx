// What to do on the phone, one after the other.
import { type TextId, useText } from '../../i18n/text.tsx'

export function PhoneSteps({ steps }: { steps: readonly TextId[] }) {
  const text = useText()
  return (
    <ol className="flex flex-col gap-3">
      {steps.map((step, index) => (
        <li key={step} className="flex items-start gap-3">
          <span
            aria-hidden
            className="flex size-6 shrink-0 items-center justify-center rounded-round border border-line-strong text-pill tabular"
          >
            {index + 1}
          </span>
          <span className="pt-px">{text(step)}</span>
        </li>
      ))}
    </ol>
  )
}
