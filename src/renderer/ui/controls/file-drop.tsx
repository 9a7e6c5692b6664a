// A file: a real button inside a dashed area. The whole page takes the drop; a wrong file is refused in place.
import { FileText, Upload, X } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { cx } from '../cx.ts'
import { TextLine } from '../display/text-line.tsx'
import { useUiText } from '../text.ts'
import { Button, IconButton } from './button.tsx'
import { FieldError, useField } from './field.tsx'

export interface ChosenFile {
  name: string
  /** In words: "120 MB, PDF document". */
  about?: string
  preview?: ReactNode
}

export interface FileDropProps {
  /** On the button: "Choose a file". */
  label: string
  /** Beside it: "or drop it here". */
  hint?: ReactNode
  /** As an input's `accept`: ".csv,text/csv". Checked by the browser's dialog only. */
  accept?: string
  multiple?: boolean
  onFiles: (files: File[]) => void
  /** What was taken; its cross calls `onRemove`. */
  file?: ChosenFile | null
  onRemove?: () => void
  /** Why it was refused; a sentence. */
  error?: ReactNode
  busy?: boolean
}

export function FileDrop(props: FileDropProps) {
  const { label, hint, accept, multiple, onFiles, file, onRemove, error, busy } = props
  const words = useUiText()
  const { id, 'aria-labelledby': fieldLabel, ...described } = useField()
  const input = useRef<HTMLInputElement>(null)
  const isOver = usePageDrop((files) => onFiles(multiple ? files : files.slice(0, 1)))
  return (
    <div className="flex flex-col gap-1">
      <div
        className={cx(
          'flex min-h-16 flex-wrap items-center gap-3 rounded-card border border-line-strong border-dashed px-4 py-3',
          isOver ? 'bg-accent-soft' : 'bg-surface',
        )}
      >
        {file ? (
          <>
            {file.preview ?? <FileText aria-hidden className="size-5 shrink-0 text-ink-2" />}
            <div className="min-w-0 flex-1">
              <TextLine text={file.name} />
              {file.about && <p className="text-pill text-ink-2">{file.about}</p>}
            </div>
            {onRemove && <IconButton name={words('ui.removeFile', { of: file.name })} icon={X} onClick={onRemove} />}
          </>
        ) : (
          <>
            <Button
              id={id}
              {...described}
              {...(fieldLabel && { 'aria-labelledby': `${fieldLabel} ${id}` })}
              icon={Upload}
              busy={busy ?? false}
              onClick={() => input.current?.click()}
            >
              {label}
            </Button>
            {hint && <span className="text-ink-2">{hint}</span>}
          </>
        )}
      </div>
      <FieldError error={error} />
      <input
        ref={input}
        type="file"
        hidden
        tabIndex={-1}
        accept={accept}
        multiple={multiple}
        onChange={(event) => {
          const files = [...(event.target.files ?? [])]
          event.target.value = ''
          if (files.length > 0) onFiles(files)
        }}
      />
    </div>
  )
}

/** Takes files dropped anywhere on the window; true while one hangs over it. */
function usePageDrop(onFiles: (files: File[]) => void): boolean {
  const [isOver, setOver] = useState(false)
  const take = useRef(onFiles)
  take.current = onFiles
  useEffect(() => {
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true
    const over = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      setOver(true)
    }
    const leave = (event: DragEvent) => event.relatedTarget === null && setOver(false)
    const drop = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      setOver(false)
      take.current([...(event.dataTransfer?.files ?? [])])
    }
    addEventListener('dragover', over)
    addEventListener('dragleave', leave)
    addEventListener('drop', drop)
    return () => {
      removeEventListener('dragover', over)
      removeEventListener('dragleave', leave)
      removeEventListener('drop', drop)
    }
  }, [])
  return isOver
}
