// The settings that proofs start from: as fast as the server answers, without limits.
import type { Settings } from '@contract/settings.ts'

export const usual: Settings = {
  delayMinSeconds: 0,
  delayMaxSeconds: 0,
  hourlyLimit: 0,
  dailyLimit: 0,
  defaultCountry: null,
  typing: false,
  onAmbiguous: 'resend',
  lateAfterMinutes: 0,
  whenLate: 'send',
  keepHistoryDays: 0,
  keepMediaDays: 30,
  keepJournalDays: 30,
  isPaused: false,
}
