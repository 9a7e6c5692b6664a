// Locales: every file under resources/locales/<language>/ is a part of that language. Another language is another folder, nothing else.
import type app from '../../../resources/locales/en/app.json'
import type backups from '../../../resources/locales/en/backups.json'
import type bulk from '../../../resources/locales/en/bulk.json'
import type client from '../../../resources/locales/en/client.json'
import type dashboard from '../../../resources/locales/en/dashboard.json'
import type devices from '../../../resources/locales/en/devices.json'
import type history from '../../../resources/locales/en/history.json'
import type i18n from '../../../resources/locales/en/i18n.json'
import type keys from '../../../resources/locales/en/keys.json'
import type messages from '../../../resources/locales/en/messages.json'
import type people from '../../../resources/locales/en/people.json'
import type practice from '../../../resources/locales/en/practice.json'
import type privacy from '../../../resources/locales/en/privacy.json'
import type queue from '../../../resources/locales/en/queue.json'
import type send from '../../../resources/locales/en/send.json'
import type ui from '../../../resources/locales/en/ui.json'

/** The name of a text, as English has it. */
export type TextId =
  | keyof typeof app
  | keyof typeof backups
  | keyof typeof bulk
  | keyof typeof client
  | keyof typeof dashboard
  | keyof typeof devices
  | keyof typeof history
  | keyof typeof i18n
  | keyof typeof keys
  | keyof typeof messages
  | keyof typeof people
  | keyof typeof practice
  | keyof typeof privacy
  | keyof typeof queue
  | keyof typeof send
  | keyof typeof ui

type Texts = Record<string, string>

const files = import.meta.glob<Texts>('../../../resources/locales/*/*.json', { eager: true, import: 'default' })

const texts = new Map<string, Texts>()
for (const [path, part] of Object.entries(files)) {
  const language = path.split('/').at(-2) ?? 'en'
  texts.set(language, { ...texts.get(language), ...part })
}

/** The languages there are texts for. */
export const languages: string[] = [...texts.keys()].sort()

/** The texts of a language; what it lacks is said in English. */
export function textsOf(language: string): Texts {
  return { ...texts.get('en'), ...texts.get(language) }
}

/**
 * The locale for texts, numbers and times: the first of the reader's that we have texts for, with its region's habits.
 * Digits are Western everywhere, since they must match the CSV.
 */
export function localeFor(preferred: readonly string[]): { language: string; locale: string } {
  const tag = preferred.find((one) => texts.has(languageOf(one))) ?? 'en'
  const language = languageOf(tag)
  return { language, locale: new Intl.Locale(tag, { numberingSystem: 'latn' }).toString() }
}

function languageOf(tag: string): string {
  try {
    return new Intl.Locale(tag).language
  } catch {
    return 'en'
  }
}
