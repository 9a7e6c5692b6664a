// Beside a message: stops all writing to its number, or says that this is so, and takes it back.
import { useMutation } from '@tanstack/react-query'
import { Ban, Undo2 } from 'lucide-react'
import { useOperation } from '../../client/queries.ts'
import { useRefusalText } from '../../client/refusal.ts'
import { useUndo } from '../../client/undo.ts'
import { useText } from '../../i18n/text.tsx'
import { Button } from '../../ui/controls/button.tsx'
import { FieldError } from '../../ui/controls/field.tsx'
import { phoneText } from '../../ui/phone/number.tsx'
import { optIn, optOut } from './change.ts'

/** @param number digits without + */
export function OptOutButton({ number }: { number: string }) {
  const text = useText()
  const undo = useUndo()
  const sentence = useRefusalText()
  const known = useOperation('numbers', 'understand', { numbers: [`+${number}`] }).data?.results[0]
  const phone = `+${number}`
  const change = useMutation({
    mutationFn: (stops: boolean) => (stops ? optOut(phone) : optIn(phone)),
    onSuccess: (_, stops) =>
      undo(text(stops ? 'opt-outs.stopped' : 'opt-outs.allowed', { number: phoneText(number) }), () =>
        stops ? optIn(phone) : optOut(phone),
      ),
  })
  if (!known) return null
  return (
    <div className="flex flex-col items-start gap-2">
      {known.isOptedOut && <p className="text-ink-2">{text('opt-outs.is-out')}</p>}
      <div className="-ms-4 forced-colors:ms-0">
        <Button
          kind="quiet"
          icon={known.isOptedOut ? Undo2 : Ban}
          busy={change.isPending}
          onClick={() => !change.isPending && change.mutate(!known.isOptedOut)}
        >
          {text(known.isOptedOut ? 'opt-outs.allow' : 'opt-outs.stop')}
        </Button>
      </div>
      <FieldError error={change.error && sentence(change.error)} />
    </div>
  )
}
