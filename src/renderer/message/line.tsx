// A message in one line of a list: its text, or the name of its file behind the sign of its kind.
import type { MediaType, Message } from '@contract/messages.ts'
import { FileText, Image, type LucideIcon, Music, Video } from 'lucide-react'
import { useText } from '../words/text.tsx'

const icons: Record<MediaType, LucideIcon> = { image: Image, video: Video, audio: Music, document: FileText }

export function MessageLine({ message }: { message: Message }) {
  const text = useText()
  const { mediaType, message: words, fileName } = message
  if (mediaType === null) return <bdi>{words}</bdi>
  const Icon = icons[mediaType]
  const kind = text(`message.kind-${mediaType}`)
  return (
    <>
      <Icon role="img" aria-label={kind} className="me-1.5 inline size-4 align-[-3px] text-ink-2" />
      <bdi>{words || fileName || kind}</bdi>
    </>
  )
}
