// Ranges of whole days as the address and the engine write them (2026-11-21), and the presets people choose first.
export interface DayRange {
  /** First and last day, both in it; undefined = open. */
  from?: string | undefined
  to?: string | undefined
}

export const presets = ['today', 'yesterday', 'last7', 'last28', 'thisMonth', 'lastMonth', 'allTime'] as const
export type Preset = (typeof presets)[number]

/** A day of the PC's calendar as YYYY-MM-DD. */
export function dayOf(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

/** Midnight of a day, on the PC's clock; undefined when it is no day ("2026-02-30"). */
export function dateOf(day: string): Date | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day)
  if (!match) return undefined
  const date = new Date(Number(match[1]), Number(match[2]) - 1, Number(match[3]))
  return dayOf(date) === day ? date : undefined
}

/** The days that a preset means today. */
export function presetRange(preset: Preset, now: Date): DayRange {
  const day = (offset: number) => dayOf(new Date(now.getFullYear(), now.getMonth(), now.getDate() + offset))
  const month = (offset: number, date: number) => dayOf(new Date(now.getFullYear(), now.getMonth() + offset, date))
  switch (preset) {
    case 'today':
      return { from: day(0), to: day(0) }
    case 'yesterday':
      return { from: day(-1), to: day(-1) }
    case 'last7':
      return { from: day(-6), to: day(0) }
    case 'last28':
      return { from: day(-27), to: day(0) }
    case 'thisMonth':
      return { from: month(0, 1), to: day(0) }
    case 'lastMonth':
      return { from: month(-1, 1), to: month(0, 0) }
    case 'allTime':
      return {}
  }
}

/** The preset that a range is today, if it is one. */
export const presetOf = (range: DayRange, now: Date): Preset | undefined =>
  presets.find((preset) => {
    const known = presetRange(preset, now)
    return known.from === range.from && known.to === range.to
  })
