// Attach: a file that is dropped or chosen, or a link to one. A wrong file is refused in its place, with the reason.
import { FileUp, Link } from 'lucide-react'
import { fileUrl } from '../client/files.ts'
import { useRefusalText } from '../client/refusal.ts'
import { useFormats } from '../i18n/format.ts'
import { useText } from '../i18n/text.tsx'
import { Button } from '../ui/controls/button.tsx'
import { Field } from '../ui/controls/field.tsx'
import { FileDrop } from '../ui/controls/file-drop.tsx'
import { TextInput } from '../ui/controls/text-input.tsx'
import { attach, detach, LARGEST_BYTES, useAttachment } from './attachment.ts'
import { useSendDraft } from './draft.ts'

export function AttachField({ error }: { error: string | null }) {
  const text = useText()
  const { value, change } = useSendDraft()
  if (value.attachBy === 'file') return <ByFile error={error} />
  return (
    <Field
      label={text('send.link-label')}
      hint={text('send.link-hint')}
      error={error}
      aside={
        <Button small kind="quiet" icon={FileUp} onClick={() => change({ attachBy: 'file', link: '' })}>
          {text('send.by-file')}
        </Button>
      }
    >
      <TextInput
        code
        type="url"
        placeholder="https://"
        value={value.link}
        onChange={(link) => change({ link: link.trim() })}
      />
    </Field>
  )
}

function ByFile({ error }: { error: string | null }) {
  const text = useText()
  const sentence = useRefusalText()
  const { bytes, share } = useFormats()
  const { value, change } = useSendDraft()
  const { chosen, stored, share: arrived, problem } = useAttachment()
  const size = chosen === null ? '' : bytes(chosen.bytes)
  const refused =
    problem &&
    (problem.cause === 'too-large'
      ? text('send.too-large', { name: problem.name, size: bytes(problem.bytes), most: bytes(LARGEST_BYTES) })
      : sentence(problem.cause))
  return (
    <Field
      label={text('send.attach')}
      hint={stored?.mediaType === 'audio' && value.message.trim() !== '' ? text('send.spoken') : undefined}
      aside={
        chosen === null && (
          <Button small kind="quiet" icon={Link} onClick={() => change({ attachBy: 'link' })}>
            {text('send.by-link')}
          </Button>
        )
      }
    >
      <FileDrop
        label={text('send.choose')}
        hint={text('send.drop')}
        onFiles={([file]) => file && attach(file)}
        file={
          chosen && {
            name: chosen.name,
            about: stored === null ? text('send.uploading', { size, share: share(arrived, 1) }) : size,
            ...(stored?.mediaType === 'image' && {
              preview: <img src={fileUrl(stored.fileId)} alt="" className="size-10 rounded-control object-cover" />,
            }),
          }
        }
        onRemove={detach}
        error={refused ?? error}
      />
    </Field>
  )
}
