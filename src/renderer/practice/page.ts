// Practice, as the frame knows it.
import { FlaskConical } from 'lucide-react'
import type { PageEntry } from '../client/page-entry.ts'

export const page: PageEntry = {
  path: '/practice',
  title: 'practice.page',
  icon: FlaskConical,
  group: 'group.practice',
  order: 80,
  isPractice: true,
  load: async () => (await import('./practice-page.tsx')).PracticePage,
}
