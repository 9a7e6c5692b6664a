// One or two months of days to press: react-day-picker's grids in our colours, with names and week start by Intl.
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { DayPicker, type Formatters } from 'react-day-picker'
import { useIntl } from 'react-intl'
import { Glyph } from '../display/glyph.tsx'
import { directionOf } from '../page/root.tsx'
import { useUiText } from '../text.ts'
import { type DayRange, dateOf, dayOf } from './day-range.ts'

const day =
  'size-8 rounded-control tabular hover:bg-sunken aria-disabled:text-ink-3 [[data-today]_&]:font-semibold [[data-today]_&]:underline'

export function Calendars({
  months,
  value,
  onChange,
}: {
  months: number
  value: DayRange
  onChange: (value: DayRange) => void
}) {
  const { locale } = useIntl()
  const words = useUiText()
  const names = (options: Intl.DateTimeFormatOptions) => {
    const form = new Intl.DateTimeFormat(locale, { ...options, numberingSystem: 'latn' })
    return (date: Date) => form.format(date)
  }
  const formatters: Partial<Formatters> = {
    formatCaption: names({ month: 'long', year: 'numeric' }),
    formatWeekdayName: names({ weekday: 'narrow' }),
    formatDay: names({ day: 'numeric' }),
  }
  const from = value.from ? dateOf(value.from) : undefined
  const to = value.to ? dateOf(value.to) : undefined
  return (
    <DayPicker
      mode="range"
      dir={directionOf(locale)}
      lang={locale}
      numberOfMonths={months}
      pagedNavigation={false}
      showOutsideDays={false}
      defaultMonth={lastOf(to ?? new Date(), months)}
      weekStartsOn={weekStart(locale)}
      selected={{ from, to }}
      onSelect={(range) => onChange({ from: range?.from && dayOf(range.from), to: range?.to && dayOf(range.to) })}
      formatters={formatters}
      labels={{
        labelDayButton: (date, { selected }) => `${names({ dateStyle: 'full' })(date)}${selected ? ' ✓' : ''}`,
        labelWeekday: names({ weekday: 'long' }),
        labelPrevious: () => words('ui.range.previousMonth'),
        labelNext: () => words('ui.range.nextMonth'),
        labelNav: () => words('ui.range.name'),
        labelGrid: names({ month: 'long', year: 'numeric' }),
      }}
      components={{ Chevron }}
      classNames={{
        root: 'relative',
        months: 'flex gap-6',
        nav: 'absolute inset-x-0 top-0 flex justify-between',
        button_previous: 'flex size-8 items-center justify-center rounded-control hover:bg-sunken',
        button_next: 'flex size-8 items-center justify-center rounded-control hover:bg-sunken',
        month_caption: 'flex h-8 items-center justify-center font-semibold',
        month_grid: 'border-collapse',
        weekday: 'size-8 font-normal text-meta text-ink-3',
        day: 'p-0 text-center data-[selected]:bg-accent-soft',
        range_start: 'rounded-s-control',
        range_end: 'rounded-e-control',
        day_button: day,
      }}
    />
  )
}

function Chevron({ orientation }: { orientation?: 'left' | 'right' | 'up' | 'down' }) {
  return <Glyph icon={orientation === 'left' ? ChevronLeft : ChevronRight} />
}

/** The chosen days stand in the last of the months shown: people look back. */
const lastOf = (date: Date, months: number) => new Date(date.getFullYear(), date.getMonth() - (months - 1), 1)

type WeekDay = 0 | 1 | 2 | 3 | 4 | 5 | 6

function weekStart(locale: string): WeekDay {
  // Chromium has it as a function, the standard's types as neither; 7 is Sunday.
  const info = new Intl.Locale(locale) as Intl.Locale & { getWeekInfo?: () => { firstDay: number } }
  return (((info.maximize() as typeof info).getWeekInfo?.().firstDay ?? 1) % 7) as WeekDay
}
