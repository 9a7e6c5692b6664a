// Keeps the walls: reads the tables, lists and floors of docs/house.md and fails on a breach. It keeps no copy of its own.
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { contract } from '@contract/index.ts'
import { describe, expect, test } from 'vitest'
import {
  files,
  type Import,
  imports,
  isAllowed,
  isFile,
  libraries,
  listed,
  src,
  wallOf,
  walls,
} from './support/house.ts'

describe('who may import whom', () => {
  test('every file lives behind one of the walls, and every wall has files', () => {
    expect(files.filter((file) => isFile(file) && wallOf(file) === undefined)).toEqual([])
    const inhabited = new Set(files.map((file) => wallOf(file)?.name))
    expect(walls.map(({ name }) => name).filter((name) => !inhabited.has(name))).toEqual([])
    expect(imports.length).toBeGreaterThan(500)
  })

  test.each(walls.map(({ name }) => name))('%s', (name) => {
    const own = imports.filter(({ from }) => wallOf(from)?.name === name)
    expect(own.filter((one) => !isAllowed(one))).toEqual([])
  })

  test('a breach would be seen', () => {
    const breaches = [
      { from: 'main/engine/keys/keys.ts', to: 'electron' },
      { from: 'main/engine/keys/keys.ts', to: '@whiskeysockets/baileys' },
      { from: 'main/doors/http/server.ts', to: 'main/engine/keys/keys.ts' },
      { from: 'renderer/app/app.tsx', to: 'node:fs' },
      { from: 'contract/keys.ts', to: 'main/engine/engine.ts' },
    ]
    expect(breaches.filter(isAllowed)).toEqual([])
  })

  test('a library is used by each row that names it, and its reason is told', () => {
    const isUsed = (row: string, name: string) =>
      imports.some(({ from, to }) => to === name && wallOf(from)?.name === row)
    const idle = libraries.flatMap(({ names, rows }) =>
      rows.flatMap((row) => names.filter((name) => !isUsed(row, name)).map((name) => `${row}: ${name}`)),
    )
    expect(idle).toEqual([])
    expect(libraries.filter(({ reason }) => reason === '')).toEqual([])
  })

  test('only the entries import start.ts, and nobody imports an entry', () => {
    const entry = /^main\/(index|headless|practice)\.ts$/
    expect(imports.filter(({ to }) => entry.test(to))).toEqual([])
    expect(imports.filter(({ from, to }) => to === 'main/start.ts' && !entry.test(from))).toEqual([])
  })

  test('no circles, type-only imports included', () => {
    const ring = ['ab', 'bc', 'ca', 'cd'].map(([from = '', to = '']) => ({ from, to }))
    expect(circlesOf(ring).map((circle) => circle.toSorted())).toEqual([['a', 'b', 'c']])
    expect(circlesOf(imports)).toEqual([])
  })
})

/** Files that reach themselves again (Tarjan's strongly connected components of more than one). */
function circlesOf(edges: readonly Import[]): string[][] {
  const next = Map.groupBy(edges, ({ from }) => from)
  const order = new Map<string, number>()
  const stack: string[] = []
  const circles: string[][] = []
  function visit(file: string): number {
    const mine = order.size
    order.set(file, mine)
    stack.push(file)
    let lowest = mine
    for (const { to } of next.get(file) ?? []) {
      if (!order.has(to)) lowest = Math.min(lowest, visit(to))
      else if (stack.includes(to)) lowest = Math.min(lowest, order.get(to) ?? mine)
    }
    if (lowest === mine) {
      const circle = stack.splice(stack.indexOf(file))
      if (circle.length > 1) circles.push(circle)
    }
    return lowest
  }
  for (const file of next.keys()) if (!order.has(file)) visit(file)
  return circles
}

/** Low to high; what stands between two dots is on one floor. */
const floorsOf = (head: string) => listed(head).map((floor) => floor.split(/\s+/))
const rankIn = (floors: string[][], name: string) => floors.findIndex((floor) => floor.includes(name))
/** Imports between the folders right below `base`, with the two folders. */
const between = (base: string) => {
  const folderOf = (path: string) =>
    path.startsWith(base) ? (/^([^/]+)\//.exec(path.slice(base.length))?.[1] ?? null) : null
  const folders = [...new Set(files.flatMap((file) => folderOf(file) ?? []))]
  const arrows = imports.flatMap(({ from, to }) => {
    const [low, high] = [folderOf(to), folderOf(from)]
    return low && high && low !== high ? [{ from, to, noun: high, other: low }] : []
  })
  return { folders, arrows }
}

describe('inside the engine', () => {
  const floors = floorsOf('Floors of the engine, low to high:')
  const { folders, arrows: inside } = between('main/engine/')

  test('every folder has its floor', () => {
    expect(folders.filter((noun) => rankIn(floors, noun) < 0)).toEqual([])
  })

  test('a noun imports lower floors only, never sideways or up', () => {
    expect(inside.filter(({ noun, other }) => rankIn(floors, other) >= rankIn(floors, noun))).toEqual([])
  })

  test('of another noun only its main file is imported; base and database are nobody', () => {
    const isMain = (to: string, other: string) => to === `main/engine/${other}/${other}.ts`
    const others = inside.filter(({ other }) => other !== 'base' && other !== 'database')
    expect(others.filter(({ to, other }) => !isMain(to, other))).toEqual([])
    expect(others.length).toBeGreaterThan(20)
  })

  test('SQL stands in store.ts, search.ts and the database only', () => {
    const sql = /prepare\(|\bSELECT \S|\bINSERT INTO\b|\bUPDATE \w+ SET\b|\bDELETE FROM\b/
    const holders = files.filter(
      (file) => file.startsWith('main/engine/') && sql.test(readFileSync(join(src, file), 'utf8')),
    )
    const mayHold = (file: string) => /\/(store|search)\.ts$|^main\/engine\/database\//.test(file)
    expect(holders.filter((file) => !mayHold(file))).toEqual([])
    expect(holders.filter(mayHold).length).toBeGreaterThan(10)
  })

  test('nobody but engine.ts imports engine.ts', () => {
    expect(imports.filter(({ from, to }) => from.startsWith('main/engine/') && to === 'main/engine/engine.ts')).toEqual(
      [],
    )
  })
})

describe('rooms', () => {
  test.each([
    ['messages', 'main/engine/messages/'],
    ['whatsapp', 'main/engine/whatsapp/'],
    ['doors', 'main/doors/'],
  ])('a room of %s imports lower rooms only', (name, base) => {
    const floors = floorsOf(`Rooms of ${name}, low to high:`)
    const { folders, arrows } = between(base)
    expect(folders.filter((room) => rankIn(floors, room) < 0)).toEqual([])
    expect(arrows.filter(({ noun, other }) => rankIn(floors, other) >= rankIn(floors, noun))).toEqual([])
    expect(arrows.length).toBeGreaterThan(3)
  })

  test('no folder holds more than twelve files', () => {
    const folders = Map.groupBy(files.filter(isFile), (file) => dirname(file))
    const isList = (folder: string) => folder === 'contract'
    const full = [...folders].filter(([folder, of]) => of.length > 12 && !isList(folder))
    expect(full.map(([folder, of]) => `${folder}: ${of.length}`)).toEqual([])
  })
})

describe('inside the renderer', () => {
  const floors = floorsOf('Floors of the renderer, low to high:')
  const nouns = rankIn(floors, 'nouns')
  const rankOf = (folder: string) => (rankIn(floors, folder) < 0 ? nouns : rankIn(floors, folder))
  const { arrows } = between('renderer/')

  test('nothing imports upward, and no noun another noun', () => {
    expect(arrows.filter(({ noun, other }) => rankOf(other) >= rankOf(noun))).toEqual([])
    expect(arrows.length).toBeGreaterThan(100)
    expect(nouns).toBeGreaterThan(0)
  })
})

describe('doors', () => {
  const words = Object.entries(contract).flatMap(([noun, operations]) =>
    Object.keys(operations).flatMap((verb) => [noun, verb, `${noun}.${verb}`]),
  )
  const names = new Set(words)
  const code = files
    .filter((file) => file.startsWith('main/doors/'))
    .map((file) => ({ file, text: readFileSync(join(src, file), 'utf8').replaceAll(/^\s*(\/\/|\/?\*).*$/gm, '') }))
  /** What of the code of the doors fits `pattern` and names an operation, a noun or a verb. */
  const naming = (pattern: RegExp, all = code) =>
    all.flatMap(({ file, text }) =>
      [...text.matchAll(pattern)].filter((match) => names.has(match[1] ?? '')).map((match) => `${file}: ${match[0]}`),
    )
  const LITERAL = /['"`](\w+\.\w+)['"`]/g
  const COMPARED = /(?:name|noun|verb)\s*[!=]==?\s*['"`]([\w.]+)['"`]/g

  test('no door knows an operation by its name', () => {
    const known = `const call = calls.find(({ name }) => name === 'devices.qr' || noun === 'devices')`
    expect([naming(LITERAL, [{ file: '', text: known }]), naming(COMPARED, [{ file: '', text: known }])]).toEqual([
      [": 'devices.qr'"],
      [": name === 'devices.qr'", ": noun === 'devices'"],
    ])
    expect(code.length).toBeGreaterThan(20)
    expect([...naming(LITERAL), ...naming(COMPARED)]).toEqual([])
  })
})

describe('habits', () => {
  const sources = files.filter((file) => /\.tsx?$/.test(file))
  const head = (file: string) => readFileSync(join(src, file), 'utf8').split('\n')

  test('every file begins by saying what it is for', () => {
    expect(sources.filter((file) => !head(file)[0]?.startsWith('//'))).toEqual([])
  })

  test('no empty words in names', () => {
    expect(sources.filter((file) => /(manager|service|helper|util|impl)s?[.-]/i.test(file))).toEqual([])
  })

  test('no file passes 300 lines without its reason in the head comment', () => {
    expect(
      sources.filter((file) => head(file).length > 300 && !/lines because/.test(head(file).slice(0, 8).join(' '))),
    ).toEqual([])
  })
})
