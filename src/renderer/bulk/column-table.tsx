// The columns found: what each holds and what it is used for. The one with the numbers is needed.
import { type CountryCode, isSupportedCountry } from 'libphonenumber-js/min'
import { useMemo } from 'react'
import { useIntl } from 'react-intl'
import { useText } from '../i18n/text.tsx'
import { useListDraft } from '../messages/compose/list-draft.ts'
import { useHomeCountry } from '../people/home-country.ts'
import { Checkbox } from '../ui/controls/choice.tsx'
import { Combobox } from '../ui/controls/combobox.tsx'
import { Field, FieldError } from '../ui/controls/field.tsx'
import { Select } from '../ui/controls/select.tsx'
import { type PlainColumn, PlainTable } from '../ui/display/plain-table.tsx'
import { countriesIn } from '../ui/phone/country.tsx'
import type { CheckedList } from './check/checked-list.ts'
import type { ColumnUse } from './list/columns.ts'
import { setColumn, setHeading } from './list/list.ts'

const SAMPLES = 2
type Use = keyof ColumnUse | 'none'
const uses: readonly Use[] = ['number', 'name', 'message', 'none']

interface Found {
  column: number
  heading: string
  samples: string
}

export function ColumnTable({ shown: { list, headings } }: { shown: CheckedList }) {
  const text = useText()
  const { columns, guessed, rows } = list
  const usedAs = (use: ColumnUse, column: number): Use =>
    uses.find((one) => one !== 'none' && use[one] === column) ?? 'none'
  const found = headings.map((heading, column): Found => {
    const filled = rows
      .slice(0, 50)
      .map(({ cells }) => cells[column] ?? '')
      .filter((cell) => cell !== '')
    return { column, heading, samples: [...new Set(filled)].slice(0, SAMPLES).join(' · ') }
  })
  const shape: PlainColumn<Found>[] = [
    { id: 'heading', head: text('bulk.column'), cell: ({ heading }) => <bdi>{heading}</bdi> },
    {
      id: 'samples',
      head: text('bulk.samples'),
      cell: ({ samples }) => <bdi className="line-clamp-1 max-w-80 text-ink-2 wrap-anywhere">{samples}</bdi>,
    },
    {
      id: 'use',
      head: text('bulk.use'),
      cell: ({ column, heading }) => {
        const use = usedAs(columns, column)
        const isGuess = use !== 'none' && use === usedAs(guessed, column)
        return (
          <span className="flex items-center gap-2">
            <Select
              fit
              name={text('bulk.use-of', { column: heading })}
              value={use}
              onChange={(next) => setColumn(column, next === 'none' ? null : next)}
              options={uses.map((value) => ({ value, label: text(`bulk.use-${value}`) }))}
            />
            {isGuess && <span className="text-pill text-ink-3">{text('bulk.guessed')}</span>}
          </span>
        )
      },
    },
  ]
  return (
    <div className="flex flex-col gap-4">
      <FieldError error={columns.number === null && text('bulk.no-number')} />
      <PlainTable name={text('bulk.columns')} columns={shape} rows={found} rowId={({ column }) => String(column)} />
      <div className="flex flex-wrap items-end gap-x-6 gap-y-4">
        <div className="w-full max-w-96">
          <Country />
        </div>
        <div className="flex min-h-control items-center">
          <Checkbox label={text('bulk.heading')} checked={list.heading !== null} onChange={setHeading} />
        </div>
      </div>
    </div>
  )
}

/** Where local numbers belong. */
function Country() {
  const text = useText()
  const { locale } = useIntl()
  const home = useHomeCountry()
  const { value, change } = useListDraft()
  const options = useMemo(
    () => countriesIn(locale).map(({ code, name, calling }) => ({ value: code as string, label: name, hint: calling })),
    [locale],
  )
  return (
    <Field label={text('bulk.country')}>
      <Combobox
        value={value.country ?? home}
        onChange={(code) => isSupportedCountry(code) && change({ country: code as CountryCode })}
        options={options}
        placeholder={text('bulk.country-search')}
        noMatch={text('bulk.country-none')}
      />
    </Field>
  )
}
