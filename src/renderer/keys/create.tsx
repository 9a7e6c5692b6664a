// New key: a name and what it may do; then the secret, once. Leaving without having copied it asks once.
import type { Scope } from '@contract/common.ts'
import { useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { client } from '../client/client.ts'
import { reread } from '../client/queries.ts'
import { refusalOfCall, useRefusalText } from '../client/refusal.ts'
import { useText } from '../i18n/text.tsx'
import { Button } from '../ui/controls/button.tsx'
import { Checkbox } from '../ui/controls/choice.tsx'
import { CodeBlock, CopyButton } from '../ui/controls/copy.tsx'
import { Field, FieldError } from '../ui/controls/field.tsx'
import { TextInput } from '../ui/controls/text-input.tsx'
import { Dialog } from '../ui/overlay/dialog.tsx'
import { Banner } from '../ui/page/banner.tsx'

const scopes: readonly Scope[] = ['send', 'read', 'admin']

export function NewKey({ onClose }: { onClose: () => void }) {
  const [secret, setSecret] = useState<string | null>(null)
  return secret === null ? <Form onMade={setSecret} onClose={onClose} /> : <Secret secret={secret} onClose={onClose} />
}

function Form({ onMade, onClose }: { onMade: (secret: string) => void; onClose: () => void }) {
  const text = useText()
  const sentence = useRefusalText()
  const [nameField, setNameField] = useState<HTMLInputElement | null>(null)
  const [name, setName] = useState('')
  const [may, setMay] = useState<readonly Scope[]>(['send', 'read'])
  const [isChecked, check] = useState(false)
  const make = useMutation({
    mutationFn: () => client.keys.create({ name: name.trim(), scopes: [...may] }),
    onSuccess: ({ secret }) => {
      reread('keys')
      onMade(secret)
    },
  })
  const refusal = make.error ? refusalOfCall(make.error) : null
  const isUnnamed = name.trim() === ''
  useEffect(() => nameField?.focus(), [nameField])
  const press = () => {
    check(true)
    if (isUnnamed) nameField?.focus()
    else if (may.length > 0) make.mutate()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={text('keys.new')}
      actions={
        <>
          <Button onClick={onClose}>{text('keys.leave')}</Button>
          <Button kind="primary" aria-keyshortcuts="Control+Enter" busy={make.isPending} onClick={press}>
            {text('keys.make')}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-6"
        onSubmit={(event) => {
          event.preventDefault()
          press()
        }}
      >
        <Field
          label={text('keys.name')}
          hint={text('keys.name-hint')}
          required
          error={isChecked && isUnnamed ? text('keys.name-missing') : refusal?.field === 'name' && sentence(make.error)}
        >
          <TextInput
            ref={setNameField}
            value={name}
            onChange={setName}
            maxLength={60}
            onBlur={() => name !== '' && check(true)}
          />
        </Field>
        <fieldset className="flex flex-col gap-3">
          <legend className="pb-2 font-semibold">{text('keys.may-question')}</legend>
          {scopes.map((scope) => (
            <Checkbox
              key={scope}
              label={text(`keys.may-${scope}`)}
              hint={text(`keys.may-${scope}-hint`)}
              checked={may.includes(scope)}
              onChange={(isOn) => setMay(scopes.filter((one) => (one === scope ? isOn : may.includes(one))))}
            />
          ))}
          <FieldError error={isChecked && may.length === 0 && text('keys.may-missing')} />
        </fieldset>
        <FieldError error={refusal && refusal.field !== 'name' && sentence(make.error)} />
      </form>
    </Dialog>
  )
}

function Secret({ secret, onClose }: { secret: string; onClose: () => void }) {
  const text = useText()
  const [isCopied, setCopied] = useState(false)
  const [isAsking, ask] = useState(false)
  const [copy, setCopy] = useState<HTMLSpanElement | null>(null)
  useEffect(() => copy?.querySelector('button')?.focus(), [copy])
  const leave = () => (isCopied || isAsking ? onClose() : ask(true))
  return (
    <Dialog
      open
      onClose={leave}
      title={text('keys.made-title')}
      actions={
        <>
          {isAsking && !isCopied ? (
            <Button onClick={onClose}>{text('keys.close-anyway')}</Button>
          ) : (
            <Button onClick={onClose}>{text('keys.saved')}</Button>
          )}
          <span ref={setCopy}>
            <CopyButton
              kind="primary"
              text={secret}
              of={text('keys.the-key')}
              label={text('keys.copy')}
              onCopied={() => setCopied(true)}
            />
          </span>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <p className="max-w-text">{text('keys.once')}</p>
        <div onCopy={() => setCopied(true)}>
          <CodeBlock text={secret} of={text('keys.the-key')} oneLine />
        </div>
        {isAsking && !isCopied && <Banner tone="caution">{text('keys.not-copied')}</Banner>}
      </div>
    </Dialog>
  )
}
