// Dashboard, as the frame knows it.
import { LayoutDashboard } from 'lucide-react'
import type { PageEntry } from '../client/page-entry.ts'

export const page: PageEntry = {
  path: '/',
  title: 'dashboard.page',
  icon: LayoutDashboard,
  group: null,
  order: 10,
  load: async () => (await import('./dashboard-page.tsx')).DashboardPage,
}
