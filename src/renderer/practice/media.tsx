// A picture, sound or film as the recipient opened it; everything else, and what is large or has gone, by its name.
import type { Line } from '@contract/practice.ts'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { client } from '../client/client.ts'
import { useFormats } from '../i18n/format.ts'
import { type TextId, useText } from '../i18n/text.tsx'
import { BubbleFile } from '../ui/bubble/bubble.tsx'

const kinds = new Set(['image', 'video', 'audio', 'document', 'sticker', 'location', 'contact', 'poll', 'reaction'])

/** What a message without words is called. */
export const kindText = (kind: string): TextId =>
  kinds.has(kind) ? (`practice.kind-${kind}` as TextId) : 'practice.kind-other'

const MOST_BYTES = 5_000_000
const shownKinds = new Set(['image', 'sticker', 'video', 'audio'])

export function ChatMedia({ line }: { line: Line }) {
  const text = useText()
  const { bytes: bytesText } = useFormats()
  const { bytes, kind, mediaSeq } = line
  const isShown = mediaSeq !== null && bytes !== null && bytes <= MOST_BYTES && shownKinds.has(kind)
  // Not under 'practice': what a message carries never changes, and need not be read again with every change.
  const { data } = useQuery({
    queryKey: ['practice-media', mediaSeq, line.at],
    queryFn: () => client.practice.media({ seq: mediaSeq ?? 0 }),
    enabled: isShown,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  })
  const src = useObjectUrl(data)
  const name = line.fileName ?? text(kindText(kind))
  if (src === undefined || !isShown)
    return <BubbleFile name={name} {...(bytes !== null && { size: bytesText(bytes) })} />
  const shown = { src }
  if (kind === 'video')
    return <video {...shown} controls preload="metadata" aria-label={name} className="max-h-80 w-full" />
  if (kind === 'audio')
    return <audio {...shown} controls preload="metadata" aria-label={name} className="w-72 max-w-full" />
  return <img {...shown} alt={name} className="max-h-80 w-full object-contain" />
}

function useObjectUrl(file: { mimeType: string; base64: string } | undefined): string | undefined {
  const [url, setUrl] = useState<string>()
  useEffect(() => {
    if (file === undefined) return
    const bytes = Uint8Array.from(atob(file.base64), (letter) => letter.charCodeAt(0))
    const made = URL.createObjectURL(new Blob([bytes], { type: file.mimeType }))
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [file])
  return url
}
