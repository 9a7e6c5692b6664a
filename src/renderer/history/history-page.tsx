// The page's place until it is built.
import { Page } from '../shell/page.tsx'

export function HistoryPage() {
  return <Page title="page.history">{null}</Page>
}
