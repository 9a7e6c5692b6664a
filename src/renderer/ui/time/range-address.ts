// A page's range of days in its address: a preset by name, so that "last 7 days" is still that tomorrow, else the two days.
import { useMemo } from 'react'
import { useAddress } from '../address.ts'
import { type DayRange, type Preset, presetOf, presetRange, presets } from './day-range.ts'

/** `const [range, setRange] = useRange('last7')`; the usual preset is not written. */
export function useRange(usual: Preset): [range: DayRange, set: (range: DayRange) => void] {
  const [address, setAddress] = useAddress()
  const preset = presets.find((one) => one === address.get('range'))
  const from = address.get('from') ?? undefined
  const to = address.get('to') ?? undefined
  const today = new Date().toDateString()
  const range = useMemo<DayRange>(
    () =>
      preset === undefined && (from ?? to) !== undefined ? { from, to } : presetRange(preset ?? usual, new Date(today)),
    [preset, from, to, usual, today],
  )
  return [
    range,
    (next) => {
      const named = presetOf(next, new Date())
      setAddress({
        range: named === usual ? null : named,
        from: named === undefined ? next.from : null,
        to: named === undefined ? next.to : null,
      })
    },
  ]
}
