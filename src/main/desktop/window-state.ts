// The window's state: where it stood when it was last closed. A place that no screen shows any more is forgotten.
import { readFileSync, writeFileSync } from 'node:fs'

export interface Rectangle {
  x: number
  y: number
  width: number
  height: number
}

export interface WindowState {
  /** Where it stands when it is not maximized; without x and y the system chooses. */
  bounds: { width: number; height: number; x?: number; y?: number }
  isMaximized: boolean
}

export const SMALLEST = { width: 640, height: 480 }
const USUAL: WindowState = { bounds: { width: 1280, height: 800 }, isMaximized: false }

/** @param screens what can be seen now, in the same coordinates */
export function readWindowState(path: string, screens: readonly Rectangle[]): WindowState {
  const kept = parsed(path)
  if (kept === null) return USUAL
  const { x, y, width, height } = kept
  const size = { width: Math.max(width, SMALLEST.width), height: Math.max(height, SMALLEST.height) }
  // Enough of the title bar must be on a screen for the mouse to take hold of it.
  const isSeen = screens.some(
    (screen) =>
      x + width - 100 > screen.x &&
      x + 100 < screen.x + screen.width &&
      y >= screen.y &&
      y + 40 < screen.y + screen.height,
  )
  return { bounds: isSeen ? { ...size, x, y } : size, isMaximized: kept.isMaximized }
}

/** Keeps the place; a disk that refuses it costs the memory of the place and nothing else. */
export function saveWindowState(path: string, bounds: Rectangle, isMaximized: boolean): void {
  try {
    writeFileSync(path, `${JSON.stringify({ ...bounds, isMaximized })}\n`)
  } catch {
    return
  }
}

function parsed(path: string): (Rectangle & { isMaximized: boolean }) | null {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'))
    if (typeof value !== 'object' || value === null) return null
    const { x, y, width, height, isMaximized } = value as Record<string, unknown>
    const numbers = [x, y, width, height]
    if (!numbers.every((one): one is number => typeof one === 'number' && Number.isInteger(one))) return null
    const [left = 0, top = 0, wide = 0, high = 0] = numbers
    return { x: left, y: top, width: wide, height: high, isMaximized: isMaximized === true }
  } catch {
    return null
  }
}
