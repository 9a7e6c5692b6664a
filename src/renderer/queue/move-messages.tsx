// Asks which device shall send what waits for one that was removed. All messages of that device go together.
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { client } from '../client/client.ts'
import { reread, useOperation } from '../client/queries.ts'
import { isLinked } from '../send/departure.ts'
import { Button, LinkButton } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field, FieldError } from '../ui/field.tsx'
import { Select } from '../ui/select.tsx'
import { toast } from '../ui/toast.tsx'
import { useRefusalText } from '../words/refusal-text.ts'
import { useText } from '../words/text.tsx'
import type { Stranded } from './stranded.ts'

export function MoveMessages({ from, onClose }: { from: readonly Stranded[]; onClose: () => void }) {
  const text = useText()
  const sentence = useRefusalText()
  const linked = useOperation('devices', 'list', {}).data?.devices.filter(isLinked)
  const [chosen, choose] = useState('')
  const to = linked?.find(({ sessionId }) => sessionId === chosen) ?? linked?.[0]
  const count = from.reduce((sum, one) => sum + one.count, 0)
  const move = useMutation({
    mutationFn: async (target: { sessionId: string; name: string }) => {
      let moved = 0
      for (const one of from) moved += (await client.queue.move({ from: one.sessionId, to: target.sessionId })).moved
      return { moved, name: target.name }
    },
    onSuccess: ({ moved, name }) => {
      toast(text('queue.moved', { count: moved, name }))
      onClose()
    },
    onSettled: () => reread('queue', 'devices', 'messages'),
  })
  return (
    <Dialog
      open
      onClose={onClose}
      title={text('queue.move-title', { count })}
      description={text('queue.move-text', { count })}
      actions={
        <>
          <Button onClick={onClose}>{text('queue.move-not')}</Button>
          {linked?.length === 0 ? (
            <LinkButton kind="primary" to="/devices?link=new">
              {text('action.link')}
            </LinkButton>
          ) : (
            <Button
              kind="primary"
              aria-keyshortcuts="Control+Enter"
              busy={move.isPending}
              onClick={() => to !== undefined && move.mutate(to)}
            >
              {text('queue.move-verb', { count })}
            </Button>
          )}
        </>
      }
    >
      {linked?.length === 0 ? (
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
      <FieldError error={move.error && sentence(move.error)} />
    </Dialog>
  )
}
