// The message as the phone will show it, with whose number it goes to and from which device.
import { fileUrl } from '../client/files.ts'
import { useFormats } from '../i18n/format.ts'
import { useText } from '../i18n/text.tsx'
import { Bubble, BubbleFile } from '../ui/bubble/bubble.tsx'
import { Time, useNow } from '../ui/time/time.tsx'
import { useAttachment } from './attachment.ts'
import { useSendDraft } from './draft.ts'

/** @param to "+92 300 1234567", or null while there is none */
export function Preview({ device, to }: { device: string | undefined; to: string | null }) {
  const text = useText()
  const now = useNow(60_000)
  const { value } = useSendDraft()
  const hasFile = useAttachment((file) => file.chosen !== null)
  const hasLink = value.attachBy === 'link' && value.link !== ''
  const media =
    value.attachBy === 'link' ? hasLink ? <BubbleFile name={text('send.preview-link')} /> : null : <FilePreview />
  const isEmpty = value.message.trim() === '' && !(value.attachBy === 'file' && hasFile) && !hasLink
  return (
    <section aria-labelledby="send-preview" className="flex flex-col gap-1">
      <h2 id="send-preview" className="font-semibold">
        {text('send.preview')}
      </h2>
      <div className="flex min-h-40 flex-col gap-3 rounded-card border bg-surface p-4">
        {device !== undefined && (
          <p className="text-pill text-ink-2">
            {text('send.preview-way', { device, to: to === null ? 'none' : `\u2066${to}\u2069` })}
          </p>
        )}
        {isEmpty ? (
          <p className="text-ink-3">{text('send.preview-empty')}</p>
        ) : (
          <Bubble text={value.message} media={media} time={<Time at={now} as="clock" />} ticks="sent" />
        )}
      </div>
    </section>
  )
}

function FilePreview() {
  const { bytes } = useFormats()
  const { chosen, stored } = useAttachment()
  if (chosen === null) return null
  if (stored?.mediaType === 'image')
    return <img src={fileUrl(stored.fileId)} alt={chosen.name} className="max-h-80 w-full object-contain" />
  return <BubbleFile name={chosen.name} size={bytes(chosen.bytes)} />
}
