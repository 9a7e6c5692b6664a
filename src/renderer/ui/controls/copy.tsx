// Copying: a button that says when it did, and code that is always left to right, mono and selectable.
import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useUiText } from '../text.ts'
import { Button, IconButton } from './button.tsx'

export interface CopyButtonProps {
  text: string
  /** What is copied, for the name: "the key". */
  of: string
  /** The word on the button; "Copy" unless given. */
  label?: string
  iconOnly?: boolean
  onCopied?: () => void
  kind?: 'primary' | 'secondary' | 'quiet'
}

export function CopyButton({ text, of, label, iconOnly, onCopied, kind = 'secondary' }: CopyButtonProps) {
  const words = useUiText()
  const [isDone, setDone] = useState(false)
  useEffect(() => {
    if (!isDone) return
    const timer = setTimeout(() => setDone(false), 2_000)
    return () => clearTimeout(timer)
  }, [isDone])
  const copy = async () => {
    await copyText(text)
    setDone(true)
    onCopied?.()
  }
  const said = (
    <span className="sr-only" role="status">
      {isDone ? words('ui.copied') : ''}
    </span>
  )
  if (iconOnly)
    return (
      <>
        <IconButton name={words('ui.copyOf', { of })} icon={isDone ? Check : Copy} onClick={copy} />
        {said}
      </>
    )
  const shown = label ?? words('ui.copy')
  return (
    <>
      <Button
        kind={kind}
        icon={isDone ? Check : Copy}
        onClick={copy}
        aria-label={label ? undefined : words('ui.copyOf', { of })}
      >
        {/* Both words lie in one cell, so the width never jumps. */}
        <span className="grid text-start *:col-start-1 *:row-start-1">
          <span className={isDone ? 'invisible' : ''}>{shown}</span>
          <span aria-hidden className={isDone ? '' : 'invisible'}>
            {words('ui.copied')}
          </span>
        </span>
      </Button>
      {said}
    </>
  )
}

/** Onto the clipboard; also where the page is served over plain http. */
async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text)
  const area = document.createElement('textarea')
  area.value = text
  document.body.append(area)
  area.select()
  document.execCommand('copy')
  area.remove()
}

/** Code with a Copy at its end. */
export function CodeBlock({ text, of, oneLine }: { text: string; of: string; oneLine?: boolean }) {
  return (
    <div className="flex items-start gap-2 rounded-control border bg-sunken p-1 ps-3">
      <pre
        dir="ltr"
        className={`min-w-0 flex-1 select-all py-1.5 text-pill ${oneLine ? 'overflow-x-auto' : 'whitespace-pre-wrap wrap-anywhere'}`}
      >
        <code>{text}</code>
      </pre>
      <CopyButton text={text} of={of} iconOnly />
    </div>
  )
}
