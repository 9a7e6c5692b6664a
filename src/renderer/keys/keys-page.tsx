// API keys: what lets programs on this PC send.
import { Page } from '../ui/page.tsx'
import { useText } from '../words/text.tsx'

export function KeysPage() {
  const text = useText()
  return (
    <Page title={text('page.keys')} answer={undefined}>
      {null}
    </Page>
  )
}
