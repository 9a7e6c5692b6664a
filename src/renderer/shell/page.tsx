// A page's frame: title, the one line that answers its question, its actions, its toolbar, its content.
// Sets the window's title, and brings the focus to the heading after a page change.
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useLocation } from 'react-router'
import { useOperation } from '../client/queries.ts'
import { type TextId, useText } from '../words/text.tsx'

const REFRESH_MS = 1_000
const SPEAK_MS = 10_000

export interface PageProps {
  title: Extract<TextId, `page.${string}`>
  /** Stands in the window's title: "Queue (86) – Dakiya". */
  count?: number | undefined
  /** The live sentence under the title; whoever reads only that knows enough. Missing while it is not known. */
  answer?: ReactNode
  /** Buttons at the inline end, the primary one last. */
  actions?: ReactNode
  /** Search and filters; stays in sight while the content scrolls. */
  toolbar?: ReactNode
  /** `table`: all of the width, and the content scrolls by itself. `dashboard` ≤ 1280 px. `form`: running text and forms. */
  layout?: 'table' | 'dashboard' | 'form'
  children: ReactNode
}

let focusedPath: string | undefined

export function Page({ title, count, answer, actions, toolbar, layout = 'dashboard', children }: PageProps) {
  const text = useText()
  const heading = useRef<HTMLHeadingElement>(null)
  const { pathname } = useLocation()
  useWindowTitle(text(title), count)
  useEffect(() => {
    if (focusedPath !== undefined && focusedPath !== pathname) heading.current?.focus({ preventScroll: true })
    focusedPath = pathname
  }, [pathname])

  const isTable = layout === 'table'
  return (
    <div className={isTable ? 'flex h-full min-h-0 flex-col' : 'flex min-h-full flex-col'}>
      <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 px-gutter pt-4 pb-3">
        <div className="min-w-0 max-w-full flex-1 basis-64">
          <h1 ref={heading} tabIndex={-1} className="font-semibold text-title">
            {text(title)}
          </h1>
          <Answer>{answer}</Answer>
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </header>
      {toolbar && <div className="sticky top-0 z-10 bg-paper px-gutter pb-3">{toolbar}</div>}
      <div
        className={isTable ? 'min-h-0 flex-1 px-gutter pb-gutter' : 'w-full flex-1 px-gutter pb-12'}
        style={layout === 'dashboard' ? { maxInlineSize: '80rem' } : undefined}
      >
        {children}
      </div>
    </div>
  )
}

/** Refreshed at most once a second, spoken at most every 10 s. */
function Answer({ children }: { children: ReactNode }) {
  const shown = useSettled(children, REFRESH_MS)
  const spokenAt = useRef(0)
  const [isSpoken, setSpoken] = useState(true)
  useEffect(() => {
    if (typeof shown !== 'string') return
    const maySpeak = Date.now() - spokenAt.current >= SPEAK_MS
    if (maySpeak) spokenAt.current = Date.now()
    setSpoken(maySpeak)
  }, [shown])
  return (
    <div role="status" aria-live={isSpoken ? 'polite' : 'off'} className="min-h-5 max-w-text text-ink-2">
      {shown}
    </div>
  )
}

/** The latest text, but a new one at most every `everyMs`; what is not plain text passes at once. */
function useSettled(latest: ReactNode, everyMs: number): ReactNode {
  const [shown, setShown] = useState(latest)
  const changedAt = useRef(0)
  useEffect(() => {
    if (latest === shown) return
    const timer = setTimeout(
      () => {
        changedAt.current = Date.now()
        setShown(latest)
      },
      Math.max(0, changedAt.current + everyMs - Date.now()),
    )
    return () => clearTimeout(timer)
  }, [latest, shown, everyMs])
  return typeof latest === 'string' && typeof shown === 'string' ? shown : latest
}

function useWindowTitle(page: string, count: number | undefined): void {
  const text = useText()
  const isPractice = useOperation('app', 'info', {}).data?.isPractice === true
  useEffect(() => {
    const title = count === undefined ? text('app.title', { page }) : text('app.title-count', { page, count })
    document.title = isPractice ? text('app.title-practice', { title }) : title
  }, [text, page, count, isPractice])
}
