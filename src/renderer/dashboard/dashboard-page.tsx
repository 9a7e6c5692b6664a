// Dashboard: is all well, and what went out?
import { Page } from '../shell/page.tsx'

export function DashboardPage() {
  return <Page title="page.dashboard">{null}</Page>
}
