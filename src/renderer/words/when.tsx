// Marks for times and phone numbers inside running text and tables.
import { phoneText } from './format.ts'
import { useTimes } from './times.ts'

/** A moment as people say it, with the whole stamp on hover and focus. */
export function When({
  at,
  as = 'past',
}: {
  at: number
  as?: 'past' | 'pastInWords' | 'future' | 'clock' | 'second' | 'day'
}) {
  const times = useTimes()
  return (
    <time dateTime={new Date(at).toISOString()} title={times.stamp(at)}>
      {times[as](at)}
    </time>
  )
}

/** A phone number, never cut, never mirrored; copied as +923001234567. */
export function PhoneNumber({ number }: { number: string }) {
  const shown = phoneText(number)
  return (
    <bdi
      dir="ltr"
      className="whitespace-nowrap tabular-nums"
      onCopy={(event) => {
        if (!shown.startsWith('+') || document.getSelection()?.toString().trim() !== shown) return
        event.clipboardData.setData('text/plain', `+${number}`)
        event.preventDefault()
      }}
    >
      {shown}
    </bdi>
  )
}
