// Dashboard: is all well, and what went out?
import { Page } from '../ui/page.tsx'
import { useText } from '../words/text.tsx'

export function DashboardPage() {
  const text = useText()
  return (
    <Page title={text('page.dashboard')} answer={undefined}>
      {null}
    </Page>
  )
}
