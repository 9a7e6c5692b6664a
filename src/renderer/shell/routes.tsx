// Routes: an address for every page, each page's code fetched when it is first opened.
import { createBrowserRouter } from 'react-router'
import { Frame } from './frame.tsx'
import { NotFound, PageBroke } from './lost.tsx'

export const router = createBrowserRouter([
  {
    Component: Frame,
    HydrateFallback: () => null,
    children: [
      {
        ErrorBoundary: PageBroke,
        children: [
          {
            index: true,
            lazy: async () => ({ Component: (await import('../dashboard/dashboard-page.tsx')).DashboardPage }),
          },
          {
            path: 'devices',
            lazy: async () => ({ Component: (await import('../devices/devices-page.tsx')).DevicesPage }),
          },
          { path: 'send', lazy: async () => ({ Component: (await import('../send/send-page.tsx')).SendPage }) },
          { path: 'bulk-send', lazy: async () => ({ Component: (await import('../bulk/bulk-page.tsx')).BulkPage }) },
          { path: 'queue', lazy: async () => ({ Component: (await import('../queue/queue-page.tsx')).QueuePage }) },
          {
            path: 'history',
            lazy: async () => ({ Component: (await import('../history/history-page.tsx')).HistoryPage }),
          },
          { path: 'api-keys', lazy: async () => ({ Component: (await import('../keys/keys-page.tsx')).KeysPage }) },
          { path: '*', Component: NotFound },
        ],
      },
    ],
  },
])
