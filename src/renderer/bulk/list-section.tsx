// People: pasted or from a file, and which column holds their numbers.
import { useEffect, useState } from 'react'
import { useText } from '../i18n/text.tsx'
import { useListDraft } from '../messages/compose/list-draft.ts'
import { Button } from '../ui/controls/button.tsx'
import { Field } from '../ui/controls/field.tsx'
import { FileDrop } from '../ui/controls/file-drop.tsx'
import { Segmented } from '../ui/controls/tabs.tsx'
import { TextArea } from '../ui/controls/text-input.tsx'
import { Banner } from '../ui/page/banner.tsx'
import { Section } from '../ui/page/page.tsx'
import type { CheckedList } from './check/checked-list.ts'
import { ColumnTable } from './column-table.tsx'
import { EncodingChoice } from './list/encoding-choice.tsx'
import { takeFile, takePaste } from './list/list.ts'

const TYPED_MS = 300

export function ListSection({ shown }: { shown: CheckedList }) {
  const text = useText()
  const { value, change } = useListDraft()
  const { list, headings } = shown
  const [isOpen, setOpen] = useState(false)
  const { number } = list.columns
  const hasRows = list.rows.length > 0
  const isLost = hasRows && number === null
  return (
    <Section
      title={text('bulk.people')}
      aside={
        <Segmented
          name={text('bulk.way')}
          value={value.way}
          onChange={(way) => change({ way })}
          options={[
            { value: 'paste', label: text('bulk.paste') },
            { value: 'file', label: text('bulk.file') },
          ]}
        />
      }
    >
      {value.way === 'paste' ? <Paste /> : <CsvFile shown={shown} />}
      <ParseProblems shown={shown} />
      {hasRows && (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
          {list.file === null && <span className="tabular">{text('bulk.rows', { count: list.rows.length })}</span>}
          {number !== null && headings.length > 1 && (
            <span>{text('bulk.number-is', { column: headings[number] ?? '' })}</span>
          )}
          {!isLost && (
            <Button small aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
              {text(isOpen ? 'bulk.hide-columns' : 'bulk.change')}
            </Button>
          )}
        </div>
      )}
      {hasRows && (isOpen || isLost) && <ColumnTable shown={shown} />}
    </Section>
  )
}

function Paste() {
  const text = useText()
  const { value, change } = useListDraft()
  const [typed, setTyped] = useState(value.paste)
  useEffect(() => setTyped(value.paste), [value.paste])
  const isNew = typed !== value.paste
  useEffect(() => {
    if (!isNew) return
    const timer = setTimeout(() => {
      change({ paste: typed })
      takePaste(typed)
    }, TYPED_MS)
    return () => clearTimeout(timer)
  }, [isNew, typed, change])
  return (
    <>
      <Field label={text('bulk.paste-label')}>
        <TextArea rows={4} maxRows={6} value={typed} onChange={setTyped} placeholder={text('bulk.paste-empty')} />
      </Field>
      <div className="hidden">
        <Dropped />
      </div>
    </>
  )
}

/** The whole page takes a file, also while the field for pasting is shown. */
function Dropped() {
  const change = useListDraft((draft) => draft.change)
  return (
    <FileDrop
      label=""
      onFiles={([file]) => {
        if (file === undefined) return
        change({ way: 'file' })
        void takeFile(file)
      }}
    />
  )
}

function CsvFile({ shown: { list } }: { shown: CheckedList }) {
  const text = useText()
  return (
    <Field label={text('bulk.file-label')}>
      <FileDrop
        label={text('bulk.choose')}
        hint={text('bulk.drop')}
        accept=".csv,.tsv,.txt,text/csv,text/plain,text/tab-separated-values"
        onFiles={([file]) => file && void takeFile(file)}
        busy={list.isReading}
        file={list.file && { name: list.file.name, about: text('bulk.rows', { count: list.rows.length }) }}
        onRemove={() => takePaste('')}
        error={list.refusal && text(`bulk.${list.refusal}`)}
      />
    </Field>
  )
}

function ParseProblems({ shown: { list } }: { shown: CheckedList }) {
  const text = useText()
  const { parseProblem } = list
  return (
    <>
      {list.file !== null && !list.isSure && <EncodingChoice list={list} />}
      {parseProblem?.kind === 'open-quote' && (
        <Banner tone="caution">
          {text(list.file === null ? 'bulk.open-quote-paste' : 'bulk.open-quote', { line: parseProblem.line })}
        </Banner>
      )}
      {parseProblem?.kind === 'too-many' && (
        <Banner tone="caution">{text('bulk.too-many-rows', { most: parseProblem.most })}</Banner>
      )}
    </>
  )
}
