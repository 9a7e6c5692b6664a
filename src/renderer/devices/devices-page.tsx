// The page's place until it is built.
import { Page } from '../ui/page.tsx'
import { useText } from '../words/text.tsx'

export function DevicesPage() {
  const text = useText()
  return (
    <Page title={text('page.devices')} answer={undefined}>
      {null}
    </Page>
  )
}
