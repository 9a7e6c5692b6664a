// The app: engine, words and routes joined; nothing else lives here.
import { RouterProvider } from 'react-router/dom'
import { EngineProvider } from '../client/provider.tsx'
import { useOperation } from '../client/queries.ts'
import { TextProvider } from '../i18n/text.tsx'
import { router } from './routes.tsx'

export function App() {
  return (
    <EngineProvider>
      <Words />
    </EngineProvider>
  )
}

/** Times are those of the PC, which a page learns from the engine. */
function Words() {
  const info = useOperation('app', 'info', {})
  return (
    <TextProvider timeZone={info.data?.timeZone}>
      <RouterProvider router={router} />
    </TextProvider>
  )
}
