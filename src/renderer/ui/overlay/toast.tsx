// Toasts tell what succeeded and can be undone or opened; three at most. Ctrl+Z runs the newest Undo still on offer.
import { CircleCheck, X } from 'lucide-react'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { create } from 'zustand'
import { Button, IconButton } from '../controls/button.tsx'
import { keepPhones } from '../phone/number.tsx'
import { useUiText } from '../text.ts'

interface ToastAction {
  label: string
  run: () => void
}

export interface Toast {
  id: number
  text: string
  action?: ToastAction | undefined
  /** Ctrl+Z runs the action while the toast, or the last minute, stands. */
  isUndo: boolean
}

const PLAIN_MS = 6_000
const ACTION_MS = 12_000
const MOST = 3

interface Toasts {
  shown: readonly Toast[]
  /** The newest undo not yet used; outlives its toast. */
  undo: ToastAction | null
}

export const useToasts = create<Toasts>()(() => ({ shown: [], undo: null }))
let nextId = 1

/** Shows one; returns its id. `undo` is offered by Ctrl+Z too, also after the toast has gone. */
export function toast(text: string, offer: { action?: ToastAction; undo?: ToastAction } = {}): number {
  const id = nextId++
  const { undo } = offer
  const made: Toast = {
    id,
    text,
    action: undo ? { label: undo.label, run: undoLast } : offer.action,
    isUndo: Boolean(undo),
  }
  useToasts.setState((state) => ({ shown: [...state.shown, made].slice(-MOST), undo: undo ?? state.undo }))
  return id
}

export function dismissToast(id: number): void {
  useToasts.setState((state) => ({ shown: state.shown.filter((one) => one.id !== id) }))
}

/** Undoes the last action that offered it. False when there is none. */
export function undoLast(): boolean {
  const { undo, shown } = useToasts.getState()
  if (!undo) return false
  useToasts.setState({ undo: null, shown: shown.filter((one) => !one.isUndo) })
  undo.run()
  return true
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

/** Ctrl+Z, outside of text fields (they have their own undo). */
export function useUndoKey(): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'z' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return
      if (isTyping(event.target) || event.defaultPrevented) return
      if (undoLast()) event.preventDefault()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [])
}

/** Where toasts appear; UiRoot holds the only one. */
export function ToastPlace() {
  const shown = useToasts((state) => state.shown)
  const words = useUiText()
  const place = useRef<HTMLElement>(null)
  const isPaused = useIsHeld(place, shown)
  useUndoKey()
  return (
    <section
      ref={place}
      aria-label={words('ui.toasts')}
      aria-live="polite"
      // Where they would reach across the window, the main button may lie under them: there they come from the top.
      className="pointer-events-none fixed end-4 bottom-[calc(1rem+var(--foot,0px))] z-60 max-[30rem]:top-[calc(3.5rem+var(--band,0px))] max-[30rem]:bottom-auto flex w-96 max-w-[calc(100vw-32px)] flex-col gap-2"
    >
      {shown.map((one) => (
        <OneToast key={one.id} toast={one} isPaused={isPaused} />
      ))}
    </section>
  )
}

/** While the pointer or the focus is in the place, or the window is hidden. */
function useIsHeld(place: RefObject<HTMLElement | null>, shown: readonly Toast[]): boolean {
  const [isOver, setOver] = useState(false)
  const [hasFocus, setFocus] = useState(false)
  const [isHidden, setHidden] = useState(() => document.hidden)
  // Listened to on the document: a toast that goes takes pointer and focus with it, and says nothing.
  useEffect(() => {
    const isInside = (event: Event) => place.current?.contains(event.target as Node) ?? false
    const over = (event: Event) => setOver(isInside(event))
    const focus = (event: Event) => setFocus(isInside(event))
    const hidden = () => setHidden(document.hidden)
    document.addEventListener('pointerover', over)
    document.addEventListener('focusin', focus)
    document.addEventListener('visibilitychange', hidden)
    return () => {
      document.removeEventListener('pointerover', over)
      document.removeEventListener('focusin', focus)
      document.removeEventListener('visibilitychange', hidden)
    }
  }, [place])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another toast is what asks.
  useEffect(() => setFocus(place.current?.contains(document.activeElement) ?? false), [shown])
  return isOver || hasFocus || isHidden
}

function OneToast({ toast: { id, text, action }, isPaused }: { toast: Toast; isPaused: boolean }) {
  const words = useUiText()
  const leftMs = useRef(action ? ACTION_MS : PLAIN_MS)
  useEffect(() => {
    if (isPaused) return
    const started = Date.now()
    const timer = setTimeout(() => dismissToast(id), leftMs.current)
    return () => {
      clearTimeout(timer)
      leftMs.current = Math.max(1_000, leftMs.current - (Date.now() - started))
    }
  }, [id, isPaused])
  return (
    <div className="pointer-events-auto flex animate-appear items-center gap-3 rounded-card border bg-raised py-2 ps-4 pe-2 shadow-popover">
      <CircleCheck aria-hidden className="size-4 shrink-0 text-positive" />
      <p className="min-w-0 flex-1 py-1">{keepPhones(text)}</p>
      {action && (
        <Button
          kind="quiet"
          small
          onClick={() => {
            action.run()
            dismissToast(id)
          }}
        >
          {action.label}
        </Button>
      )}
      <IconButton name={words('ui.close')} icon={X} onClick={() => dismissToast(id)} />
    </div>
  )
}
