// A message's text with WhatsApp's marks, drawn as elements: nothing typed can become markup.
import { Fragment, type ReactNode } from 'react'
import { type WaPart, waParts } from './marks.ts'

/** A message's text, each paragraph in its own direction. */
export function WaText({ text }: { text: string }) {
  return (
    <div dir="auto" data-message className="whitespace-pre-wrap wrap-anywhere [unicode-bidi:plaintext]">
      {draw(waParts(text))}
    </div>
  )
}

const draw = (parts: WaPart[]): ReactNode =>
  parts.map((part, index) => {
    if (typeof part === 'string') return part
    const inside = draw(part.parts)
    // biome-ignore lint/suspicious/noArrayIndexKey: a part has no identity but its place.
    return <Fragment key={index}>{marked(part.mark, inside)}</Fragment>
  })

function marked(mark: Exclude<WaPart, string>['mark'], inside: ReactNode) {
  if (mark === 'bold') return <strong className="font-semibold">{inside}</strong>
  if (mark === 'italic') return <em>{inside}</em>
  if (mark === 'strike') return <s>{inside}</s>
  return <code>{inside}</code>
}
