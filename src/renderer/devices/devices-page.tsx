// The page's place until it is built.
import { Page } from '../shell/page.tsx'

export function DevicesPage() {
  return <Page title="page.devices">{null}</Page>
}
