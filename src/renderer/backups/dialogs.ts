// The backups, from everywhere.
import { Archive } from 'lucide-react'
import type { DialogEntry } from '../client/page-entry.ts'
import { BackupsDialog } from './dialog.tsx'

export const dialogs: readonly DialogEntry[] = [
  { id: 'backups', title: 'backups.title', icon: Archive, order: 40, Component: BackupsDialog },
]
