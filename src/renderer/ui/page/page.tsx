// The frame of every page: title, the line that answers, actions, toolbar, content, side panel. Sets the window's title,
// and puts the focus on the heading when one comes from another page.
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react'
import { useIntl } from 'react-intl'
import { cx } from '../cx.ts'

/** How a page's title becomes the window's: "Queue (86)" -> "Queue (86) – Dakiya". Set by UiRoot. */
export const WindowTitle = createContext<(title: string) => string>((title) => title)

export interface PageProps {
  title: string
  /** Stands in the window's title: "Queue (86)". */
  count?: number
  /** One live sentence that answers what people open the page for; undefined while loading. */
  answer: string | undefined
  /** The page's buttons; the primary one last. */
  actions?: ReactNode
  /** Search and filters of the content below. */
  toolbar?: ReactNode
  /** A SidePanel while one is open, else null. */
  panel?: ReactNode
  /** table: all the width, and the content scrolls itself. dashboard: up to 1280 px. form: as wide as its parts are. */
  width?: 'table' | 'dashboard' | 'form'
  children: ReactNode
}

export function Page({ title, count, answer, actions, toolbar, panel, width = 'form', children }: PageProps) {
  const { formatNumber } = useIntl()
  const windowTitle = useContext(WindowTitle)
  const head = useRef<HTMLHeadingElement>(null)
  const full = count ? `${title} (${formatNumber(count)})` : title
  useEffect(() => {
    document.title = windowTitle(full)
  }, [full, windowTitle])
  useEffect(() => head.current?.focus({ preventScroll: true }), [])
  const isTable = width === 'table'
  return (
    <div className="flex h-full min-h-0 w-full min-w-0">
      <div
        className={cx(
          'flex min-w-0 flex-1 flex-col',
          isTable ? 'short:overflow-y-auto overflow-hidden' : 'overflow-y-auto scroll-pb-16',
        )}
      >
        <header
          className={cx(
            'flex flex-wrap items-start justify-between gap-x-6 gap-y-3 px-gutter pt-5 pb-4',
            width === 'dashboard' && 'max-w-dashboard',
          )}
        >
          <div className="min-w-0 max-w-text flex-1 basis-72">
            <h1 ref={head} tabIndex={-1} className="font-semibold text-title">
              {title}
            </h1>
            <AnswerLine text={answer} />
          </div>
          {actions && <div className="flex flex-wrap items-center justify-end gap-2">{actions}</div>}
        </header>
        {toolbar && <Toolbar>{toolbar}</Toolbar>}
        <div
          className={cx(
            'px-gutter pb-gutter',
            isTable && 'flex min-h-0 flex-1 flex-col short:min-h-[calc(100dvh-6rem)]',
            width === 'dashboard' && 'max-w-dashboard',
          )}
        >
          {children}
        </div>
      </div>
      {panel}
    </div>
  )
}

/** A row of search, filters and quiet buttons; End pushes what follows to the inline end. */
export function Toolbar({ children }: { children: ReactNode }) {
  return (
    <div className="short:sticky short:top-0 z-10 flex flex-wrap items-center gap-2 bg-paper px-gutter pb-3">
      {children}
    </div>
  )
}

const SHOWN_MS = 1_000
const SPOKEN_MS = 10_000

/** The newest text, at most once in `everyMs`. */
function useThrottled(text: string | undefined, everyMs: number): string | undefined {
  const [shown, setShown] = useState(text)
  const last = useRef(0)
  useEffect(() => {
    if (text === shown) return
    const wait = shown === undefined ? 0 : Math.max(0, last.current + everyMs - Date.now())
    const timer = setTimeout(() => {
      last.current = Date.now()
      setShown(text)
    }, wait)
    return () => clearTimeout(timer)
  }, [text, shown, everyMs])
  return shown
}

function AnswerLine({ text }: { text: string | undefined }) {
  const shown = useThrottled(text, SHOWN_MS)
  const spoken = useThrottled(text, SPOKEN_MS)
  return (
    <>
      <p role="status" aria-live="off" data-answer className="mt-1 min-h-[1lh] text-ink-2 tabular">
        {shown}
      </p>
      <p aria-live="polite" className="sr-only">
        {spoken}
      </p>
    </>
  )
}

/** A part of a page under its own heading. */
export function Section({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-3 pb-6">
      <div className="flex flex-wrap items-baseline justify-between gap-2">
        <h2 className="font-semibold text-section">{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  )
}

/** A panel on surface with a line round it; never inside another. */
export function Card({ children, name }: { children: ReactNode; name?: string }) {
  return (
    <section
      {...(name && { 'aria-label': name })}
      className="flex min-w-0 flex-col gap-3 rounded-card border bg-surface p-4"
    >
      {children}
    </section>
  )
}

/** A form of one column with its preview beside it where there is room, below it otherwise. */
export function FormWithPreview({ form, preview }: { form: ReactNode; preview: ReactNode }) {
  return (
    <div className="@container">
      <div className="grid gap-6 @min-[880px]:grid-cols-[minmax(0,37.5rem)_minmax(300px,26rem)]">
        <div className="flex min-w-0 max-w-form flex-col gap-4">{form}</div>
        <div className="min-w-0 max-w-form">{preview}</div>
      </div>
    </div>
  )
}
