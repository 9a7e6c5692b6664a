// A phone number: a country button that can be searched, and a number field left to right. Shows what it understood.
import { ChevronDown } from 'lucide-react'
import { type ClipboardEvent, useId, useMemo, useRef, useState } from 'react'
import { useIntl } from 'react-intl'
import { ListRow, matching } from '../controls/combobox.tsx'
import { useField } from '../controls/field.tsx'
import { controlEdge } from '../controls/text-input.tsx'
import { Popover } from '../overlay/popover.tsx'
import { useUiText } from '../text.ts'
import { type Country, countriesIn, Flag } from './country.tsx'
import { type PhoneValue, pastedNumbers, readPhone, understoodPhone } from './value.ts'

export interface PhoneFieldProps {
  value: PhoneValue
  onChange: (value: PhoneValue) => void
  /** Several numbers were pasted; without it the text goes in as it is. */
  onPasteMany?: (numbers: string[]) => void
  onBlur?: () => void
}

/** Stands in a Field. */
export function PhoneField({ value, onChange, onPasteMany, onBlur }: PhoneFieldProps) {
  const field = useField()
  const { locale } = useIntl()
  const words = useUiText()
  const note = useId()
  const [isLeft, setLeft] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const countries = useMemo(() => countriesIn(locale), [locale])
  const chosen = countries.find((country) => country.code === value.country)
  const understood = isLeft ? understoodPhone(value) : null
  const paste = (event: ClipboardEvent) => {
    const numbers = pastedNumbers(event.clipboardData.getData('text'))
    if (numbers.length < 2 || !onPasteMany) return
    event.preventDefault()
    onPasteMany(numbers)
  }
  return (
    <div className="flex flex-col gap-1">
      <div className="flex gap-2">
        <Popover
          name={words('ui.country')}
          trigger={
            <button
              type="button"
              aria-label={words('ui.countryChosen', {
                country: chosen?.name ?? value.country,
                code: chosen?.calling ?? '',
              })}
              className={`${controlEdge} inline-flex h-control shrink-0 items-center gap-1.5 px-2 hover:bg-sunken`}
            >
              <Flag country={value.country} />
              <bdi dir="ltr" className="tabular">
                {chosen?.calling}
              </bdi>
              <ChevronDown aria-hidden className="size-4 text-ink-2" />
            </button>
          }
        >
          {(close) => (
            <CountryList
              countries={countries}
              chosen={value.country}
              onPick={(country) => {
                onChange({ ...value, country: country.code })
                close()
                input.current?.focus()
              }}
            />
          )}
        </Popover>
        <input
          ref={input}
          type="tel"
          dir="ltr"
          autoComplete="off"
          {...field}
          aria-describedby={[field['aria-describedby'], understood && note].filter(Boolean).join(' ') || undefined}
          value={value.text}
          onFocus={() => setLeft(false)}
          onBlur={() => {
            setLeft(true)
            onBlur?.()
          }}
          onPaste={paste}
          onChange={(event) => onChange(readPhone(event.target.value, value.country))}
          className={`${controlEdge} h-control w-full min-w-0 px-3 text-start tabular rtl:text-right`}
        />
      </div>
      {understood && (
        <p id={note} className="text-pill text-ink-2">
          <bdi dir="ltr">{understood.display}</bdi>
          {understood.country && `, ${countries.find((country) => country.code === understood.country)?.name}`}
        </p>
      )}
    </div>
  )
}

interface CountryListProps {
  countries: readonly Country[]
  chosen: string
  onPick: (country: Country) => void
}

function CountryList({ countries, chosen, onPick }: CountryListProps) {
  const words = useUiText()
  const list = useId()
  const [typed, setTyped] = useState('')
  const [active, setActive] = useState(0)
  const byCode = useMemo(() => new Map(countries.map((country) => [country.code as string, country])), [countries])
  const options = useMemo(
    () =>
      countries.map(({ code, name, calling }) => ({ value: code as string, label: name, hint: `${calling} ${code}` })),
    [countries],
  )
  const shown = typed ? matching(options, typed) : options
  const pick = (value: string | undefined) => {
    const country = value && byCode.get(value)
    if (country) onPick(country)
  }
  return (
    <div className="w-72">
      <input
        type="text"
        role="combobox"
        aria-expanded
        aria-autocomplete="list"
        aria-controls={list}
        aria-activedescendant={shown[active] && `${list}-${active}`}
        aria-label={words('ui.searchCountry')}
        placeholder={words('ui.searchCountry')}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value)
          setActive(0)
        }}
        onKeyDown={(event) => {
          const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
          if (step) setActive((active + step + shown.length) % Math.max(1, shown.length))
          else if (event.key === 'Enter') pick(shown[active]?.value)
          else return
          event.preventDefault()
        }}
        className={`${controlEdge} h-control w-full px-3`}
      />
      <div id={list} role="listbox" aria-label={words('ui.country')} className="mt-2 max-h-64 overflow-y-auto">
        {shown.map((option, index) => (
          <ListRow
            key={option.value}
            id={`${list}-${index}`}
            isActive={index === active}
            isChosen={option.value === chosen}
            onPick={() => pick(option.value)}
          >
            <span className="flex items-center gap-2">
              <Flag country={option.value as Country['code']} />
              <span className="min-w-0 flex-1 truncate">{option.label}</span>
              <bdi dir="ltr" className="text-ink-2 tabular">
                {byCode.get(option.value)?.calling}
              </bdi>
            </span>
          </ListRow>
        ))}
        {shown.length === 0 && <p className="p-2 text-ink-2">{words('ui.noCountry')}</p>}
      </div>
    </div>
  )
}
