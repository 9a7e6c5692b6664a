// What can be done for one person from everywhere: stop all writing to them, and erase them.
import { Ban, UserRoundX } from 'lucide-react'
import type { DialogEntry } from '../client/page-entry.ts'
import { EraseDialog } from './erase/dialog.tsx'
import { OPT_OUTS, OptOutsDialog } from './opt-outs/dialog.tsx'

export const dialogs: readonly DialogEntry[] = [
  { id: OPT_OUTS, title: 'opt-outs.title', icon: Ban, order: 10, Component: OptOutsDialog },
  { id: 'erase', title: 'erase.title', icon: UserRoundX, order: 20, Component: EraseDialog },
]
