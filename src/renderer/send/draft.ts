// What has been typed on Send and not yet sent. The file beside it is in attachment.ts.
import type { CountryCode } from 'libphonenumber-js/min'
import { createDraft } from '../ui/drafts.ts'

interface SendDraft {
  /** Of the phone field; null = the home country. */
  country: CountryCode | null
  number: string
  /** A device's id; '' = chosen for you. */
  from: string
  message: string
  attachBy: 'file' | 'link'
  link: string
}

export const useSendDraft = createDraft<SendDraft>('send', {
  country: null,
  number: '',
  from: '',
  message: '',
  attachBy: 'file',
  link: '',
})
