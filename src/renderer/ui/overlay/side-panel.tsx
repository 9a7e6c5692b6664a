// The details of a row while the list stays: beside it from 1100 px, a sheet over it below. Put it into Page's `panel`.
import { ArrowDown, ArrowUp, X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { IconButton } from '../controls/button.tsx'
import { useUiText } from '../text.ts'
import { useIsWide } from '../theme/window-width.ts'
import { scrim } from './dialog.tsx'

export interface SidePanelProps {
  title: ReactNode
  onClose: () => void
  /** To the row before and after; undefined at the ends. */
  onPrevious?: (() => void) | undefined
  onNext?: (() => void) | undefined
  children: ReactNode
  /** Buttons that stay at the foot. */
  actions?: ReactNode
}

const frame = 'flex min-h-0 flex-col bg-surface'

/** Render it while a row is open, and nothing otherwise. */
export function SidePanel(props: SidePanelProps) {
  const isBeside = useIsWide()
  const titleId = useId()
  const panel = useRef<HTMLElement>(null)
  const { onClose } = props
  // Escape closes it from the list too, unless something above it took the key.
  useEffect(() => {
    if (!isBeside) return
    const press = (event: KeyboardEvent) => {
      if (
        event.key !== 'Escape' ||
        event.defaultPrevented ||
        document.querySelector('[role=dialog],[role=alertdialog],[role=menu]')
      )
        return
      onClose()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [isBeside, onClose])
  if (isBeside)
    return (
      <aside
        ref={panel}
        aria-labelledby={titleId}
        data-region
        tabIndex={-1}
        data-quiet-focus
        className={`${frame} w-[420px] shrink-0 animate-slide border-s`}
      >
        <Inside
          {...props}
          title={
            <h2 id={titleId} className="min-w-0 truncate font-semibold text-section">
              {props.title}
            </h2>
          }
        />
      </aside>
    )
  return (
    <Radix.Root open onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className={scrim} />
        <Radix.Content
          aria-describedby={undefined}
          onOpenAutoFocus={(event) => {
            event.preventDefault()
            ;(event.currentTarget as HTMLElement).focus()
          }}
          className={`${frame} fixed end-0 top-(--band,0) bottom-0 z-50 w-[420px] max-w-full animate-slide border-s shadow-dialog outline-none`}
        >
          <Inside
            {...props}
            title={<Radix.Title className="min-w-0 truncate font-semibold text-section">{props.title}</Radix.Title>}
          />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

function Inside({ title, onClose, onPrevious, onNext, children, actions }: SidePanelProps) {
  const words = useUiText()
  const step = (go: (() => void) | undefined) => ({ 'aria-disabled': !go, onClick: () => go?.() })
  return (
    <>
      <header className="flex min-h-row items-center justify-between gap-2 border-b ps-6 pe-4">
        {title}
        <div className="flex shrink-0 gap-2">
          {(onPrevious || onNext) && (
            <>
              <IconButton name={words('ui.previousRow')} icon={ArrowUp} {...step(onPrevious)} />
              <IconButton name={words('ui.nextRow')} icon={ArrowDown} {...step(onNext)} />
            </>
          )}
          <IconButton name={words('ui.close')} icon={X} onClick={onClose} />
        </div>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto px-6 py-4">{children}</div>
      {actions && (
        <footer className="flex flex-wrap items-center justify-end gap-2 border-t px-6 py-3">{actions}</footer>
      )}
    </>
  )
}
