// A file that does not say how its letters are written: how it reads now, and the other ways to read it.
import { TriangleAlert } from 'lucide-react'
import { useText } from '../../i18n/text.tsx'
import { Select } from '../../ui/controls/select.tsx'
import { encodings } from './encoding.ts'
import { type List, readAs } from './list.ts'

const SAMPLES = 2

export function EncodingChoice({ list }: { list: List }) {
  const text = useText()
  const cells = [list.heading, ...list.rows].flatMap((row) => row?.cells ?? [])
  // biome-ignore lint/suspicious/noControlCharactersInRegex: anything that is not plain ASCII.
  const samples = cells.filter((cell) => /[^\x00-\x7f]/.test(cell)).slice(0, SAMPLES)
  return (
    <div
      role="status"
      className="soft-edge flex flex-wrap items-center gap-x-3 gap-y-2 rounded-card bg-caution-soft px-4 py-2"
    >
      <TriangleAlert aria-hidden className="size-4 shrink-0 text-caution" />
      <span>{text('bulk.broken')}</span>
      <Select
        fit
        name={text('bulk.read-as')}
        value={list.encoding}
        onChange={readAs}
        options={encodings.map((encoding) => ({ value: encoding, label: text(`bulk.encoding-${encoding}`) }))}
      />
      {samples.map((sample) => (
        <bdi key={sample} className="font-semibold">
          {sample}
        </bdi>
      ))}
    </div>
  )
}
