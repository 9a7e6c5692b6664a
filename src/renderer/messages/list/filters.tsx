// The filters that both lists of messages have: what is searched, and which device. They live in the address.
import { useEffect, useEffectEvent, useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { useAddressPart } from '../../ui/address.ts'
import { Select } from '../../ui/controls/select.tsx'
import { SearchInput } from '../../ui/controls/text-input.tsx'
import type { DeviceNames } from '../device-names.ts'

const TYPED_MS = 250

/** Searches as one types, but not with every letter. */
export function SearchFilter() {
  const text = useText()
  const [q, setQ] = useAddressPart('q')
  const [typed, setTyped] = useState(q)
  // Back, a link or "Clear filters" changes the address from outside.
  useEffect(() => setTyped(q), [q])
  const search = useEffectEvent(() => setQ(typed.trim()))
  const isNew = typed.trim() !== q
  // biome-ignore lint/correctness/useExhaustiveDependencies: every letter begins the wait anew.
  useEffect(() => {
    if (!isNew) return
    const timer = setTimeout(() => search(), TYPED_MS)
    return () => clearTimeout(timer)
  }, [isNew, typed])
  return (
    <div className="w-52 wide:w-64">
      <SearchInput name={text('messages.search')} value={typed} onChange={setTyped} />
    </div>
  )
}

export function DeviceFilter({ devices }: { devices: DeviceNames }) {
  const text = useText()
  const [device, setDevice] = useAddressPart('device')
  const options = devices.list?.map(({ sessionId, name }) => ({ value: sessionId, label: name })) ?? []
  // A device that was removed may still stand in the address.
  const gone = device !== '' && devices.list !== undefined && devices.get(device) === undefined
  return (
    <Select
      fit
      name={text('messages.device')}
      value={device}
      onChange={setDevice}
      options={[
        { value: '', label: text('messages.all-devices') },
        ...options,
        ...(gone ? [{ value: device, label: devices.nameOf(device) }] : []),
      ]}
    />
  )
}
