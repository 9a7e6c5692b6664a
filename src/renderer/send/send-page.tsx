// The page's place until it is built.
import { Page } from '../shell/page.tsx'

export function SendPage() {
  return <Page title="page.send">{null}</Page>
}
