// Message: one text for all, with places for each person's own words, or a column of texts; and how a row will look.
import { useIntl } from 'react-intl'
import { useText } from '../i18n/text.tsx'
import { FromField } from '../messages/compose/from-field.tsx'
import { useListDraft } from '../messages/compose/list-draft.ts'
import { MessageField } from '../messages/compose/message-field.tsx'
import { Button } from '../ui/controls/button.tsx'
import { Field } from '../ui/controls/field.tsx'
import { Select } from '../ui/controls/select.tsx'
import { Segmented } from '../ui/controls/tabs.tsx'
import { afterFocusReturns } from '../ui/overlay/focus-return.ts'
import { Menu } from '../ui/overlay/menu.tsx'
import { FormWithPreview, Section } from '../ui/page/page.tsx'
import type { CheckedList } from './check/checked-list.ts'
import { setColumn } from './list/list.ts'
import { RowPreview } from './row-preview.tsx'

/** More columns than this are offered behind one button. */
const FEW = 3

export function MessageSection({ shown, error }: { shown: CheckedList; error: string | null }) {
  const text = useText()
  const { value, change } = useListDraft()
  const { list, headings } = shown
  const canHaveColumn = headings.length > 1
  return (
    <Section
      title={text('bulk.message')}
      aside={
        (canHaveColumn || value.messageBy === 'column') && (
          <Segmented
            name={text('bulk.message-by')}
            value={value.messageBy}
            onChange={(messageBy) => change({ messageBy })}
            options={[
              { value: 'one', label: text('bulk.by-one') },
              { value: 'column', label: text('bulk.by-column') },
            ]}
          />
        )
      }
    >
      <FormWithPreview
        form={
          <>
            {value.messageBy === 'one' ? (
              <OneText shown={shown} error={error} />
            ) : (
              <Field label={text('bulk.text-column')} error={error}>
                <Select
                  value={list.columns.message === null ? '' : String(list.columns.message)}
                  onChange={(column) => setColumn(Number(column), 'message')}
                  placeholder={text('bulk.text-column-missing')}
                  options={headings
                    .map((label, column) => ({ value: String(column), label }))
                    .filter((_, column) => column !== list.columns.number)}
                />
              </Field>
            )}
            <FromField value={value.from} onChange={(from) => change({ from })} chosen={text('bulk.least-busy')} />
          </>
        }
        preview={<RowPreview ready={shown.checked.ready} />}
      />
    </Section>
  )
}

function OneText({ shown, error }: { shown: CheckedList; error: string | null }) {
  const text = useText()
  const { formatList } = useIntl()
  const { value, change } = useListDraft()
  const { list, headings, checked } = shown
  // A number in a text is seldom meant; it can still be written by hand.
  const places = headings.filter((_, column) => column !== list.columns.number)
  const { unknown } = checked
  const note =
    unknown.length > 0 && list.rows.length > 0
      ? text('bulk.unknown', { count: unknown.length, names: formatList(unknown.map((name) => `{${name}}`)) })
      : undefined
  return (
    <MessageField
      label={text('bulk.message-label')}
      hint={note}
      value={value.message}
      onChange={(message) => change({ message })}
      error={error}
      tools={(insert) => {
        if (places.length === 0) return null
        const place = (column: string) => insert(`{${column}}`)
        if (places.length > FEW)
          return (
            <Menu
              align="start"
              trigger={
                <Button small kind="quiet">
                  {text('bulk.places')}
                </Button>
              }
              items={places.map((column) => ({
                label: column,
                onSelect: () => afterFocusReturns(() => place(column)),
              }))}
            />
          )
        return places.map((column) => (
          <Button
            key={column}
            small
            kind="quiet"
            aria-label={text('bulk.put-in', { column })}
            onClick={() => place(column)}
          >
            <bdi>{`{${column}}`}</bdi>
          </Button>
        ))
      }}
    />
  )
}
