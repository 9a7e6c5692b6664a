// What stands in a page's place when there is none, or when it broke.
import { useRouteError } from 'react-router'
import { useText } from '../i18n/text.tsx'
import { Button, LinkButton } from '../ui/controls/button.tsx'
import { Page } from '../ui/page/page.tsx'

export function NotFound() {
  const text = useText()
  return (
    <Page title={text('app.not-found')} answer={undefined}>
      <LinkButton to="/" kind="primary">
        {text('app.to-dashboard')}
      </LinkButton>
    </Page>
  )
}

export function PageBroke() {
  const text = useText()
  const error = useRouteError()
  return (
    <div role="alert" className="flex flex-col items-start gap-4 p-gutter">
      <h1 tabIndex={-1} className="font-semibold text-title">
        {text('app.page-broke')}
      </h1>
      <Button kind="primary" onClick={() => location.reload()}>
        {text('app.show-again')}
      </Button>
      <pre dir="ltr" className="max-w-text whitespace-pre-wrap text-ink-3 text-meta">
        {error instanceof Error ? error.message : String(error)}
      </pre>
    </div>
  )
}
