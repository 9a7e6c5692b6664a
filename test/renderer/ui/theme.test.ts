// The look's promises about colour, recomputed from the tokens themselves: contrast, edges, charts, and that every value can be shown.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { apart, blindness, contrast, linearOf, type Oklch } from '../../support/colour.ts'

const css = readFileSync(new URL('../../../src/renderer/ui/theme/theme.css', import.meta.url), 'utf8')

/** The declarations between a selector's braces. */
function block(start: string): string {
  const from = css.indexOf(start)
  expect(from, start).toBeGreaterThan(-1)
  let depth = 0
  for (let at = css.indexOf('{', from); at < css.length; at++) {
    if (css[at] === '{') depth++
    if (css[at] === '}' && --depth === 0) return css.slice(from, at)
  }
  throw new Error(`${start} is never closed.`)
}

function coloursIn(text: string): Map<string, Oklch> {
  const found = text.matchAll(/--color-([\w-]+):\s*oklch\(([\d.]+) ([\d.]+) ([\d.]+)(?: \/ \d+%)?\)/g)
  return new Map([...found].map(([, name = '', l, c, h]) => [name, { l: Number(l), c: Number(c), h: Number(h) }]))
}

const light = coloursIn(block('@theme static'))
const themed = (name: string) => new Map([...light, ...coloursIn(block(`[data-theme="${name}"]`))])
const themes = {
  light,
  dark: themed('dark'),
  'contrast-light': themed('contrast-light'),
  'contrast-dark': themed('contrast-dark'),
}
const aims = {
  light: { text: 4.5, edge: 3 },
  dark: { text: 4.5, edge: 3 },
  'contrast-light': { text: 7, edge: 4.5 },
  'contrast-dark': { text: 7, edge: 4.5 },
}
const statuses = ['positive', 'caution', 'danger', 'info']
const grounds = ['paper', 'surface', 'sunken', 'raised', 'accent-soft']
const charts = ['chart-1', 'chart-2', 'chart-3', 'chart-4', 'chart-5']

const names = Object.keys(themes) as (keyof typeof themes)[]

for (const name of names) {
  const theme = themes[name]
  const aim = aims[name]
  const colour = (token: string): Oklch => {
    const value = theme.get(token)
    if (!value) throw new Error(`${name} has no ${token}.`)
    return value
  }
  const lowest = (token: string, on: readonly string[]) =>
    Math.min(...on.map((ground) => contrast(colour(token), colour(ground))))

  test(`${name}: every colour can be shown in sRGB`, () => {
    expect(theme.size).toBeGreaterThan(35)
    for (const [token, value] of theme)
      for (const channel of linearOf(value)) {
        expect(channel, token).toBeGreaterThan(-0.001)
        expect(channel, token).toBeLessThan(1.001)
      }
  })

  test(`${name}: text and links can be read on every ground`, () => {
    for (const token of ['ink', 'ink-2', 'ink-3', 'accent', 'accent-hover', ...statuses])
      expect(lowest(token, grounds), token).toBeGreaterThanOrEqual(aim.text)
  })

  test(`${name}: statuses can be read on their soft fill, and ink on all of them`, () => {
    for (const status of statuses) {
      expect(lowest(status, [`${status}-soft`]), status).toBeGreaterThanOrEqual(aim.text)
      expect(lowest('ink', [`${status}-soft`]), status).toBeGreaterThanOrEqual(aim.text)
    }
    expect(lowest('ink', ['practice-soft'])).toBeGreaterThanOrEqual(aim.text)
  })

  test(`${name}: words on buttons and on the practice band can be read`, () => {
    for (const fill of ['accent', 'accent-hover', 'danger'])
      expect(lowest('on-accent', [fill]), fill).toBeGreaterThanOrEqual(aim.text)
    expect(lowest('on-practice', ['practice'])).toBeGreaterThanOrEqual(aim.text)
  })

  test(`${name}: edges of controls and the focus ring can be seen`, () => {
    expect(lowest('line-strong', grounds)).toBeGreaterThanOrEqual(aim.edge)
    expect(lowest('focus', grounds)).toBeGreaterThanOrEqual(aim.edge)
  })

  test(`${name}: chart colours stand out and stay apart to every eye`, () => {
    for (const [index, one] of charts.entries()) {
      expect(lowest(one, ['surface']), one).toBeGreaterThanOrEqual(3)
      for (const other of charts.slice(index + 1))
        for (const [kind, eyes] of Object.entries(blindness))
          expect(apart(colour(one), colour(other), eyes), `${one} ${other} ${kind}`).toBeGreaterThanOrEqual(0.09)
    }
    for (const step of ['chart-step-1', 'chart-step-2', 'chart-step-3', 'chart-step-4'])
      expect(lowest(step, ['surface']), step).toBeGreaterThanOrEqual(3)
  })

  test(`${name}: a code stays black on white`, () => {
    expect(contrast(colour('qr-ink'), colour('qr-paper'))).toBe(21)
  })
}

test('high contrast outlines charts and soft fills', () => {
  for (const name of ['contrast-light', 'contrast-dark']) {
    const text = block(`[data-theme="${name}"]`)
    expect(text).toContain('--color-soft-edge: currentColor')
    expect(text).toContain('--color-chart-edge: var(--color-ink)')
  }
})

test('every theme names the same colours as light, save what all share', () => {
  const shared = new Set([
    'qr-ink',
    'qr-paper',
    ...charts,
    'shade',
    'scrim',
    ...['1', '2', '3', '4'].map((n) => `chart-step-${n}`),
  ])
  for (const name of ['dark', 'contrast-light', 'contrast-dark']) {
    const own = coloursIn(block(`[data-theme="${name}"]`))
    for (const token of light.keys()) if (!shared.has(token)) expect(own.has(token), `${name} ${token}`).toBe(true)
  }
})
