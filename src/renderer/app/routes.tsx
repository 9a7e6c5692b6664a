// Routes: an address for every page, each page's code fetched when it is first opened.
import type { ComponentType } from 'react'
import { createBrowserRouter, createPath } from 'react-router'
import { Frame } from './frame.tsx'
import { NotFound, PageBroke } from './not-found.tsx'

const RELOADED = 'dakiya.reloaded'

/**
 * A page's code that is gone was replaced by a newer program: the window starts afresh with that, once.
 * What was typed is kept in drafts.
 */
function page(load: () => Promise<ComponentType>) {
  return async () => {
    try {
      const Component = await load()
      sessionStorage.removeItem(RELOADED)
      return { Component }
    } catch (error) {
      if (sessionStorage.getItem(RELOADED) !== null) throw error
      sessionStorage.setItem(RELOADED, 'yes')
      location.assign(createPath(router.state.navigation.location ?? router.state.location))
      return new Promise<never>(() => {})
    }
  }
}

export const router = createBrowserRouter([
  {
    Component: Frame,
    HydrateFallback: () => null,
    children: [
      {
        ErrorBoundary: PageBroke,
        children: [
          { index: true, lazy: page(async () => (await import('../dashboard/dashboard-page.tsx')).DashboardPage) },
          { path: 'devices', lazy: page(async () => (await import('../devices/devices-page.tsx')).DevicesPage) },
          { path: 'send', lazy: page(async () => (await import('../send/send-page.tsx')).SendPage) },
          { path: 'bulk-send', lazy: page(async () => (await import('../bulk/bulk-page.tsx')).BulkPage) },
          { path: 'queue', lazy: page(async () => (await import('../queue/queue-page.tsx')).QueuePage) },
          { path: 'history', lazy: page(async () => (await import('../history/history-page.tsx')).HistoryPage) },
          { path: 'api-keys', lazy: page(async () => (await import('../keys/keys-page.tsx')).KeysPage) },
          { path: 'practice', lazy: page(async () => (await import('../practice/practice-page.tsx')).PracticePage) },
          { path: '*', Component: NotFound },
        ],
      },
    ],
  },
])
