// The page's place until it is built.
import { Page } from '../shell/page.tsx'

export function QueuePage() {
  return <Page title="page.queue">{null}</Page>
}
