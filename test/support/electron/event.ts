// An event of Electron's that a listener may prevent, told to all listeners at once.
import type { EventEmitter } from 'node:events'

export interface Preventable {
  preventDefault(): void
  defaultPrevented: boolean
}

/** Tells `name` to the listeners; answers whether one of them prevented it. */
export function isPrevented(emitter: EventEmitter, name: string, more: object = {}, ...rest: unknown[]): boolean {
  const event: Preventable = {
    ...more,
    defaultPrevented: false,
    preventDefault() {
      event.defaultPrevented = true
    },
  }
  emitter.emit(name, event, ...rest)
  return event.defaultPrevented
}
