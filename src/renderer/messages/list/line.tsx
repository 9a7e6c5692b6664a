// A message in one line of a list: its text, or the name of its file behind the sign of its kind.
import type { MediaType, Message } from '@contract/messages.ts'
import { FileText, Image, type LucideIcon, Music, Video } from 'lucide-react'
import { useText } from '../../i18n/text.tsx'
import { TextLine } from '../../ui/display/text-line.tsx'

const icons: Record<MediaType, LucideIcon> = { image: Image, video: Video, audio: Music, document: FileText }

export function MessageLine({ message }: { message: Message }) {
  const text = useText()
  const { mediaType, message: words, fileName } = message
  if (mediaType === null) return <TextLine text={words ?? ''} />
  const Icon = icons[mediaType]
  const kind = text(`messages.kind-${mediaType}`)
  return (
    <span className="flex items-center gap-1.5">
      <Icon role="img" aria-label={kind} className="size-4 shrink-0 text-ink-2" />
      <span className="min-w-0">
        <TextLine text={words || fileName || kind} />
      </span>
    </span>
  )
}
