// The page's place until it is built.
import { Page } from '../shell/page.tsx'

export function BulkPage() {
  return <Page title="page.bulk">{null}</Page>
}
