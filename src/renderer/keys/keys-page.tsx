// API keys: what lets programs on this PC send.
import { Page } from '../shell/page.tsx'

export function KeysPage() {
  return <Page title="page.keys">{null}</Page>
}
