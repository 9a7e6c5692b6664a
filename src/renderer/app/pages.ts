// The pages and dialogs there are, found by the folder. What is not built is not here.
import type { DialogEntry, PageEntry } from '../client/page-entry.ts'

const byOrder = (a: { order: number }, b: { order: number }) => a.order - b.order

/** In the order of the sidebar. */
export const pages: readonly PageEntry[] = Object.values(
  import.meta.glob<PageEntry>('../*/page.ts', { eager: true, import: 'page' }),
).sort(byOrder)

/** What opens over every page, in the order of the menu. */
export const dialogs: readonly DialogEntry[] = Object.values(
  import.meta.glob<readonly DialogEntry[]>('../*/dialogs.ts', { eager: true, import: 'dialogs' }),
)
  .flat()
  .sort(byOrder)

/** Those of this kind of profile. */
export const pagesOf = (isPractice: boolean): readonly PageEntry[] =>
  isPractice ? pages : pages.filter((page) => page.isPractice !== true)
