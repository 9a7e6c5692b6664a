// What was typed on Bulk send, kept over a restart. It stands here because Send adds to it: several numbers pasted into its
// field belong into a list.
import type { CountryCode } from 'libphonenumber-js/min'
import { createDraft } from '../../ui/drafts.ts'

interface ListDraft {
  way: 'paste' | 'file'
  paste: string
  messageBy: 'one' | 'column'
  message: string
  /** A device's id; '' = the least busy. */
  from: string
  /** Where local numbers belong; null = the office's country. */
  country: CountryCode | null
}

export const useListDraft = createDraft<ListDraft>('bulk', {
  way: 'paste',
  paste: '',
  messageBy: 'one',
  message: '',
  from: '',
  country: null,
})

let hasNew = false

/** Adds numbers that were pasted elsewhere to those typed on Bulk send, which reads them when it is opened. */
export function addNumbers(numbers: readonly string[]): void {
  const { value, change } = useListDraft.getState()
  const before = value.paste.trim()
  change({ way: 'paste', paste: [...(before === '' ? [] : [before]), ...numbers].join('\n') })
  hasNew = true
}

/** Whether numbers were added since this was last asked. */
export function takeAdded(): boolean {
  const had = hasNew
  hasNew = false
  return had
}
