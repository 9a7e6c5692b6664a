// The provider: starts the connection, keeps what was read fresh, and reads everything again after each reconnect.
import { onlineManager, QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useEffect } from 'react'
import { keepCacheFresh } from './cache.ts'
import { client, connection } from './client.ts'
import { followEvents } from './events.ts'
import { queryClient, reread } from './queries.ts'

const SUBSCRIBE_AGAIN_MS = 1_000

export function EngineProvider({ children }: { children: ReactNode }) {
  useEffect(() => {
    const stopCache = keepCacheFresh(queryClient)
    let live: AbortController | undefined
    const follow = () => {
      const isOpen = connection.store.getState().kind === 'open'
      live?.abort()
      live = undefined
      onlineManager.setOnline(isOpen)
      if (isOpen) {
        live = new AbortController()
        void listen(live.signal)
        void matchVersion().catch(() => undefined)
      }
    }
    const stopConnection = connection.store.subscribe(follow)
    follow()
    connection.start()
    // A page opened again from Dakiya elsewhere signs this one in too: look when somebody comes back to it.
    const look = () => connection.store.getState().kind === 'signed-out' && connection.tryNow()
    window.addEventListener('focus', look)
    return () => {
      stopCache()
      stopConnection()
      live?.abort()
      window.removeEventListener('focus', look)
    }
  }, [])
  return <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
}

let loadedVersion: string | undefined

/** A page that outlived an update of the program loads itself again: it must speak the new one's words. Drafts are kept. */
async function matchVersion(): Promise<void> {
  const { version } = await client.app.info({})
  loadedVersion ??= version
  if (version !== loadedVersion) location.reload()
}

/** Listens while the connection stands; news that end without it are asked for again. */
async function listen(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await followEvents(client, signal, () => reread()).catch(() => undefined)
    if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, SUBSCRIBE_AGAIN_MS))
  }
}
