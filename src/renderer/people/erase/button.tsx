// Beside a message: erases the person it went to, after a question that says what is kept of them.
import type { Outputs } from '@contract/index.ts'
import { useMutation } from '@tanstack/react-query'
import { UserRoundX } from 'lucide-react'
import { useState } from 'react'
import { client } from '../../client/client.ts'
import { useRefusalText } from '../../client/refusal.ts'
import { useText } from '../../i18n/text.tsx'
import { useAddress } from '../../ui/address.ts'
import { Button } from '../../ui/controls/button.tsx'
import { FieldError } from '../../ui/controls/field.tsx'
import { EraseConfirm } from './confirm.tsx'

/** @param number digits without + */
export function EraseButton({ number }: { number: string }) {
  const text = useText()
  const sentence = useRefusalText()
  // The panel that tells of a message closes with it.
  const [, setAddress] = useAddress()
  const [kept, setKept] = useState<Outputs['numbers']['kept'] | null>(null)
  const look = useMutation({
    mutationFn: () => client.numbers.kept({ number: `+${number}` }),
    onSuccess: setKept,
  })
  return (
    <div className="flex flex-col items-start gap-2">
      <div className="-ms-4 forced-colors:ms-0">
        <Button kind="quiet" icon={UserRoundX} busy={look.isPending} onClick={() => !look.isPending && look.mutate()}>
          {text('erase.of-number')}
        </Button>
      </div>
      <FieldError error={look.error && sentence(look.error)} />
      {kept && (
        <EraseConfirm kept={kept} onClose={() => setKept(null)} onErased={() => setAddress({ message: null })} />
      )}
    </div>
  )
}
