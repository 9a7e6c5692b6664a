// How long things are kept, from everywhere.
import { CalendarClock } from 'lucide-react'
import type { DialogEntry } from '../client/page-entry.ts'
import { RetentionDialog } from './retention.tsx'

export const dialogs: readonly DialogEntry[] = [
  { id: 'retention', title: 'privacy.title', icon: CalendarClock, order: 30, Component: RetentionDialog },
]
