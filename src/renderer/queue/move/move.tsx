// Asks which device shall send waiting messages: those picked, or all that wait for a device that was removed.
import type { Outputs } from '@contract/index.ts'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { client } from '../../client/client.ts'
import { reread, useOperation } from '../../client/queries.ts'
import { useRefusalText } from '../../client/refusal.ts'
import { useUndo } from '../../client/undo.ts'
import { useText } from '../../i18n/text.tsx'
import { isLinked } from '../../messages/compose/send-time.ts'
import { Button, LinkButton } from '../../ui/controls/button.tsx'
import { Field, FieldError } from '../../ui/controls/field.tsx'
import { Select } from '../../ui/controls/select.tsx'
import { Dialog } from '../../ui/overlay/dialog.tsx'
import { toast } from '../../ui/overlay/toast.tsx'

type Moved = Outputs['queue']['move']

export interface MoveMessagesProps {
  /** How many are meant. */
  count: number
  /** What is said of them. */
  about: 'queue.move-text' | 'queue.move-picked'
  /** The devices that they wait for; where it is one it is not offered, where there are several another is offered first. */
  from?: readonly string[]
  move: (to: string) => Promise<Moved>
  onClose: () => void
  /** Told why some stayed; null when none did. */
  say: (problem: string | null) => void
}

export function MoveMessages({ count, about, from = [], move, onClose, say }: MoveMessagesProps) {
  const text = useText()
  const undo = useUndo()
  const sentence = useRefusalText()
  const devices = useOperation('devices', 'list', {}).data?.devices
  const linked = devices?.filter((device) => isLinked(device) && (from.length > 1 || device.sessionId !== from[0]))
  const [chosen, choose] = useState('')
  const to =
    linked?.find(({ sessionId }) => sessionId === chosen) ??
    linked?.find(({ sessionId }) => !from.includes(sessionId)) ??
    linked?.[0]
  const run = useMutation({
    mutationFn: async ({ sessionId, name }: { sessionId: string; name: string }) => ({
      ...(await move(sessionId)),
      name,
    }),
    onSuccess: ({ moved, already, movedFrom, name }) => {
      const takeBack = () => client.queue.moveBack({ moves: movedFrom })
      if (moved > 0) undo(text('queue.moved', { count: moved, name }), takeBack, 'queue', 'devices', 'messages')
      else if (already > 0) toast(text('queue.moved-already', { count: already, name }))
      const left = count - moved - already
      say(left > 0 ? text('queue.not-moved', { count: left }) : null)
      onClose()
    },
    onSettled: () => reread('queue', 'devices', 'messages'),
  })
  const hasNowhere = linked?.length === 0
  return (
    <Dialog
      open
      onClose={onClose}
      title={text('queue.move-title', { count })}
      description={text(about, { count })}
      actions={
        <>
          <Button onClick={onClose}>{text('queue.move-not')}</Button>
          {hasNowhere ? (
            <LinkButton kind="primary" to="/devices?link=new">
              {text('action.link')}
            </LinkButton>
          ) : (
            <Button
              kind="primary"
              aria-keyshortcuts="Control+Enter"
              busy={run.isPending}
              onClick={() => to !== undefined && run.mutate(to)}
            >
              {text('queue.move-verb', { count })}
            </Button>
          )}
        </>
      }
    >
      {hasNowhere ? (
        <p>{text('queue.move-nowhere')}</p>
      ) : (
        <Field label={text('queue.move-to')}>
          <Select
            value={to?.sessionId ?? ''}
            onChange={choose}
            options={linked?.map(({ sessionId, name }) => ({ value: sessionId, label: name })) ?? []}
          />
        </Field>
      )}
      <FieldError error={run.error && sentence(run.error)} />
    </Dialog>
  )
}
