// The country that a phone field begins with: the office's, else the one of this page's language.
import { type CountryCode, isSupportedCountry } from 'libphonenumber-js/min'
import { useOperation } from '../client/queries.ts'

export function useHomeCountry(): CountryCode {
  const kept = useOperation('settings', 'get', {}).data?.settings.defaultCountry
  if (kept && isSupportedCountry(kept)) return kept
  const region = new Intl.Locale(navigator.language).maximize().region
  return region !== undefined && isSupportedCountry(region) ? region : 'US'
}
