// The window opens where it stood, as long as a screen still shows that place.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readWindowState, saveWindowState } from '@main/desktop/window-state.ts'
import { expect, test } from 'vitest'
import { scratchDir } from '../support/scratch.ts'

const screens = [
  { x: 0, y: 0, width: 1920, height: 1080 },
  { x: 1920, y: 0, width: 1280, height: 1024 },
]
const usual = { bounds: { width: 1280, height: 800 }, isMaximized: false }

test('a kept place comes back', () => {
  const path = join(scratchDir(), 'window.json')
  expect(readWindowState(path, screens)).toEqual(usual)
  saveWindowState(path, { x: 2000, y: 40, width: 900, height: 700 }, true)
  expect(readWindowState(path, screens)).toEqual({
    bounds: { x: 2000, y: 40, width: 900, height: 700 },
    isMaximized: true,
  })
})

test.each([
  [
    { x: 4000, y: 0, width: 900, height: 700 },
    { width: 900, height: 700 },
  ],
  [
    { x: -850, y: 0, width: 900, height: 700 },
    { width: 900, height: 700 },
  ],
  [
    { x: 0, y: 1070, width: 900, height: 700 },
    { width: 900, height: 700 },
  ],
  [
    { x: 0, y: -20, width: 900, height: 700 },
    { width: 900, height: 700 },
  ],
  [
    { x: 10, y: 10, width: 100, height: 100 },
    { width: 640, height: 480, x: 10, y: 10 },
  ],
])('%j opens as %j', (kept, bounds) => {
  const path = join(scratchDir(), 'window.json')
  saveWindowState(path, kept, false)
  expect(readWindowState(path, screens).bounds).toEqual(bounds)
})

test.each(['', 'nonsense', 'null', '[]', '{"x":1}', '{"x":"1","y":0,"width":1,"height":1}'])(
  'a file that says %j is forgotten',
  (text) => {
    const path = join(scratchDir(), 'window.json')
    writeFileSync(path, text)
    expect(readWindowState(path, screens)).toEqual(usual)
    expect(readFileSync(path, 'utf8')).toBe(text)
  },
)
