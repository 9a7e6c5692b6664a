// The page's place until it is built.
import { Page } from '../ui/page.tsx'
import { useText } from '../words/text.tsx'

export function HistoryPage() {
  const text = useText()
  return (
    <Page title={text('page.history')} answer={undefined}>
      {null}
    </Page>
  )
}
