// What docs/house.md says and what the sources do: its tables and lists, and every import below src.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
export const src = join(root, 'src')

export interface Import {
  from: string
  /** A file below src (`main/engine/…`), or a package (`fastify`, `node:fs`). */
  to: string
}

export const files = readdirSync(src, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(ts|tsx|mts|css)$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
  .map((entry) => relative(src, join(entry.parentPath, entry.name)))

const PATTERN =
  /(?:^|[\s;}])(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]|^\s*import\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]/gm

/** The package's name without its inner path: `@orpc/server/ws` → `@orpc/server`. */
function packageOf(name: string): string {
  if (name.startsWith('node:')) return name
  return name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/')
}

function targetOf(file: string, name: string): string {
  const bare = name.replace(/\?.*$/, '')
  if (bare.startsWith('.')) return relative(src, resolve(src, dirname(file), bare))
  const alias = /^@(contract|main|renderer)\/(.*)$/.exec(bare)
  return alias ? `${alias[1]}/${alias[2]}` : packageOf(bare)
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(src, file), 'utf8')
  return [...text.matchAll(PATTERN)].map((match) => ({
    from: file,
    to: targetOf(file, match[1] ?? match[2] ?? match[3] ?? ''),
  }))
}

export const imports = files.filter((file) => /\.tsx?$/.test(file)).flatMap(importsOf)

const house = readFileSync(join(root, 'docs', 'house.md'), 'utf8')

/** A list of docs/house.md: what follows `head` up to the full stop, split at the dots between. */
export function listed(head: string): string[] {
  const start = house.indexOf(head)
  if (start < 0) throw new Error(`docs/house.md no longer says "${head}"`)
  const text = house.slice(start + head.length)
  return text
    .slice(0, text.search(/\.(\s|$)/))
    .split('·')
    .map((name) => name.trim())
}

export const isFile = (file: string) => /\.tsx?$/.test(file)
const ticked = (text: string) => [...text.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '')

/** The cells of the rows of a table of docs/house.md, found by its head. */
function rowsOf(head: string): string[][] {
  const start = house.indexOf(head)
  if (start < 0) throw new Error(`docs/house.md no longer has the table "${head}"`)
  const lines = house.slice(start).split('\n')
  const end = lines.findIndex((line) => !line.startsWith('|'))
  return lines.slice(2, end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
}

export const libraries = rowsOf('| library | rows | what for |').map(([names = '', rows = '', reason = '']) => ({
  names: ticked(names),
  rows: rows.split(' '),
  reason,
}))
const librariesOf = (row: string) => libraries.filter(({ rows }) => rows.includes(row)).flatMap(({ names }) => names)
export const walls = rowsOf('| row | place | may import | never |').map(
  ([name = '', place = '', may = '', never = '']) => ({
    name,
    places: ticked(place),
    may: ticked(may),
    never: ticked(never),
    libraries: [...librariesOf(name), ...(name === 'whatsapp' ? librariesOf('engine') : [])],
  }),
)

/** The row with the longest place that fits the file. */
export function wallOf(file: string) {
  const fits = (place: string) => (place.endsWith('/') ? file.startsWith(place) : file === place)
  const found = walls.flatMap((wall) => wall.places.filter(fits).map((place) => ({ wall, place })))
  return found.sort((one, other) => other.place.length - one.place.length)[0]?.wall
}

const covers = (what: string, to: string) =>
  what === to || (what.endsWith('/') && to.startsWith(what)) || (what === 'node:' && to.startsWith('node:'))

export function isAllowed({ from, to }: Import): boolean {
  const wall = wallOf(from)
  if (wall === undefined || wall.never.some((what) => covers(what, to))) return false
  return wall.libraries.includes(to) || wall.may.some((what) => covers(what, to))
}
