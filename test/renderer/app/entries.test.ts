// What the frame finds by the folder: every page says of itself what the frame looks for, and no two claim one place.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const renderer = fileURLToPath(new URL('../../../src/renderer', import.meta.url))
const nouns = readdirSync(renderer, { withFileTypes: true }).filter((entry) => entry.isDirectory())
const filesOf = (noun: string) => readdirSync(join(renderer, noun))
const entriesIn = (name: 'page.ts' | 'dialogs.ts') =>
  nouns
    .filter(({ name: noun }) => filesOf(noun).includes(name))
    .map(({ name: noun }) => ({ noun, source: readFileSync(join(renderer, noun, name), 'utf8') }))

const pages = entriesIn('page.ts')
const dialogs = entriesIn('dialogs.ts')

function valuesOf(entries: typeof pages, pattern: RegExp): string[] {
  return entries.flatMap(({ source }) => [...source.matchAll(pattern)].map((match) => match[1] ?? ''))
}

const repeated = (values: readonly string[]) => values.filter((value, index) => values.indexOf(value) !== index)

test('a folder with a page has its entry, under the name by which the frame asks for it', () => {
  const withPage = nouns.filter(({ name }) => filesOf(name).includes(`${name}-page.tsx`)).map(({ name }) => name)
  expect(pages.map(({ noun }) => noun)).toEqual(withPage)
  expect(withPage.length).toBeGreaterThan(5)
  expect(pages.filter(({ source }) => !source.includes('export const page: PageEntry = {'))).toEqual([])
  expect(dialogs.filter(({ source }) => !source.includes('export const dialogs: readonly DialogEntry[] = ['))).toEqual(
    [],
  )
})

test('each page has an address, a title and a place of its own', () => {
  for (const pattern of [/^ {2}path: '(.+)',$/gm, /^ {2}title: '(.+)',$/gm, /^ {2}order: (\d+),$/gm]) {
    const values = valuesOf(pages, pattern)
    expect(values).toHaveLength(pages.length)
    expect(repeated(values)).toEqual([])
  }
})

test('each dialog has a name and a place of its own', () => {
  const names = valuesOf(dialogs, /\{ id: ([^,]+),/g)
  expect(names.length).toBeGreaterThanOrEqual(dialogs.length)
  expect(repeated(names)).toEqual([])
  expect(repeated(valuesOf(dialogs, /\border: (\d+)/g))).toEqual([])
})
