// Bulk send, as the frame knows it.
import { Contact } from 'lucide-react'
import type { PageEntry } from '../client/page-entry.ts'

export const page: PageEntry = {
  path: '/bulk-send',
  title: 'bulk.page',
  icon: Contact,
  group: 'group.send',
  order: 40,
  load: async () => (await import('./bulk-page.tsx')).BulkPage,
}
