// How long messages, files and the journal are kept. It lies over every page; nothing is removed before Save.
import type { Settings } from '@contract/settings.ts'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { client } from '../client/client.ts'
import { queryClient, read, useOperation } from '../client/queries.ts'
import { useRefusalText } from '../client/refusal.ts'
import { useText } from '../i18n/text.tsx'
import { Button } from '../ui/controls/button.tsx'
import { Field, FieldError } from '../ui/controls/field.tsx'
import { Select } from '../ui/controls/select.tsx'
import { Dialog } from '../ui/overlay/dialog.tsx'
import { useOverlay } from '../ui/overlay/overlay.ts'
import { toast } from '../ui/overlay/toast.tsx'
import { Banner } from '../ui/page/banner.tsx'

type Times = Pick<Settings, 'keepHistoryDays' | 'keepMediaDays' | 'keepJournalDays'>

const YEAR = 365
const fields = [
  { name: 'keepHistoryDays', word: 'history', usual: [30, 90, 180, YEAR, 2 * YEAR, 5 * YEAR, 0] },
  { name: 'keepMediaDays', word: 'media', usual: [1, 7, 30, 90, YEAR, 0] },
  { name: 'keepJournalDays', word: 'journal', usual: [7, 30, 90, YEAR, 0] },
] as const

export function RetentionDialog() {
  const settings = useOperation('settings', 'get', {}).data?.settings
  return settings ? <Form settings={settings} /> : null
}

function Form({ settings }: { settings: Settings }) {
  const text = useText()
  const sentence = useRefusalText()
  const hide = useOverlay((state) => state.hide)
  const [times, setTimes] = useState<Times>(() => ({
    keepHistoryDays: settings.keepHistoryDays,
    keepMediaDays: settings.keepMediaDays,
    keepJournalDays: settings.keepJournalDays,
  }))
  const save = useMutation({
    mutationFn: () => client.settings.update(times),
    onSuccess: (answer) => {
      queryClient.setQueryData(read('settings', 'get', {}).queryKey, answer)
      toast(text('privacy.saved'))
      hide()
    },
  })
  const spanOf = (days: number, word: (typeof fields)[number]['word']) => {
    if (days === 0) return text(`privacy.${word}-ever`)
    return days % YEAR === 0 ? text('privacy.years', { count: days / YEAR }) : text('privacy.days', { count: days })
  }
  const { keepHistoryDays: days } = times
  const isShorter = days > 0 && (settings.keepHistoryDays === 0 || days < settings.keepHistoryDays)
  return (
    <Dialog
      open
      onClose={hide}
      title={text('privacy.title')}
      description={text('privacy.text')}
      actions={
        <>
          <Button onClick={hide}>{text('privacy.cancel')}</Button>
          <Button kind="primary" busy={save.isPending} onClick={() => !save.isPending && save.mutate()}>
            {text('privacy.save')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-6">
        {fields.map(({ name, word, usual }) => {
          const choices: readonly number[] = usual
          const chosen = times[name]
          const all = choices.includes(chosen) ? choices : [chosen, ...choices]
          return (
            <Field key={name} label={text(`privacy.${word}`)} hint={text(`privacy.${word}-hint`)}>
              <Select
                value={String(chosen)}
                onChange={(next) => setTimes({ ...times, [name]: Number(next) })}
                options={all.map((many) => ({ value: String(many), label: spanOf(many, word) }))}
              />
            </Field>
          )
        })}
        {isShorter && <Banner tone="caution">{text('privacy.shorter', { count: days })}</Banner>}
        <FieldError error={save.error && sentence(save.error)} />
      </div>
    </Dialog>
  )
}
