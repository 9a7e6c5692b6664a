// No phone linked yet: three steps in place of figures, the way to try it without risk, and what WhatsApp may do.

import { useIsPractice } from '../client/queries.ts'
import { useText } from '../i18n/text.tsx'
import { Button, LinkButton } from '../ui/controls/button.tsx'
import { Popover } from '../ui/overlay/popover.tsx'
import { Card } from '../ui/page/page.tsx'

const steps = ['dashboard.step-link', 'dashboard.step-self', 'dashboard.step-list'] as const

export function FirstRun() {
  const text = useText()
  const isPractice = useIsPractice()
  return (
    <div className="flex max-w-form flex-col gap-6">
      <Card>
        <h2 className="font-semibold text-section">{text('dashboard.three-steps')}</h2>
        <ol className="flex flex-col gap-3">
          {steps.map((step, index) => (
            <li key={step} className="flex items-center gap-3">
              <span
                aria-hidden
                className="flex size-8 shrink-0 items-center justify-center rounded-round border border-line-strong tabular"
              >
                {index + 1}
              </span>
              {text(step)}
            </li>
          ))}
        </ol>
        <div className="flex flex-wrap gap-2 pt-1">
          <LinkButton kind="primary" to="/devices?link=new" aria-keyshortcuts="Control+Enter">
            {text('action.link')}
          </LinkButton>
          {!isPractice && (
            <Popover name={text('dashboard.try')} trigger={<Button kind="quiet">{text('dashboard.try')}</Button>}>
              <p className="max-w-80">{text('dashboard.try-how')}</p>
              <pre dir="ltr" className="pt-2 select-all text-pill">
                npm start -- --practice
              </pre>
            </Popover>
          )}
        </div>
      </Card>
      <p className="max-w-text text-ink-2">{text('dashboard.whatsapp')}</p>
    </div>
  )
}
