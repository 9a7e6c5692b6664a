// The region the PC is set to, for the first guess at the country that local numbers belong to.

/** The PC's locale as it is written there (`en_PK.UTF-8`, `en-PK`); null when it names none. */
export function systemLocale(): string | null {
  const { LC_ALL, LC_MESSAGES, LANG } = process.env
  const named = LC_ALL || LC_MESSAGES || LANG
  if (named) return named
  // Without these variables Intl says en-US on Linux whatever the person speaks; elsewhere it reads the system's choice.
  return process.platform === 'linux' ? null : Intl.DateTimeFormat().resolvedOptions().locale
}

/** `PK` of `en_PK.UTF-8`, `ur-Arab-PK` or `en-PK`; null for C, POSIX and locales without a region. */
export function regionOf(locale: string | null): string | null {
  const tag = (locale ?? '').replace(/[.@].*$/, '').replaceAll('_', '-')
  if (tag === '' || tag === 'C' || tag === 'POSIX') return null
  try {
    const region = new Intl.Locale(tag).region
    return region !== undefined && /^[A-Z]{2}$/.test(region) ? region : null
  } catch {
    return null
  }
}
