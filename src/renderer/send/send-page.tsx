// The page's place until it is built.
import { Page } from '../ui/page.tsx'
import { useText } from '../words/text.tsx'

export function SendPage() {
  const text = useText()
  return (
    <Page title={text('page.send')} answer={undefined}>
      {null}
    </Page>
  )
}
