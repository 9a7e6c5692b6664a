// Keeps the walls: reads the import table of docs/house.md in code and fails on a breach.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { contract } from '@contract/index.ts'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const src = join(root, 'src')

interface Import {
  from: string
  /** A file below src (`main/engine/…`), or a package (`fastify`, `node:fs`). */
  to: string
}

const files = readdirSync(src, { recursive: true, withFileTypes: true })
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

const imports = files.filter((file) => /\.tsx?$/.test(file)).flatMap(importsOf)
const isOurs = (to: string) => /^(contract|main|preload|renderer)\//.test(to) || to.startsWith('..')

const house = readFileSync(join(root, 'docs', 'house.md'), 'utf8')

/** A list of docs/house.md: what follows `head` up to the full stop, split at the dots between. */
function listed(head: string): string[] {
  const start = house.indexOf(head)
  if (start < 0) throw new Error(`docs/house.md no longer says "${head}"`)
  const text = house.slice(start + head.length)
  return text
    .slice(0, text.search(/\.(\s|$)/))
    .split('·')
    .map((name) => name.trim())
}

const ENGINE_LIBRARIES = ['better-sqlite3', ...listed('Libraries of the engine:')]
const WHATSAPP_LIBRARIES = listed('Libraries of whatsapp, besides:')
const PRACTICE_LIBRARIES = listed('Libraries of practice, besides its row:')

interface Wall {
  folder: RegExp
  may: (to: string, from: string) => boolean
}

const isNode = (to: string) => to.startsWith('node:')
const within =
  (...folders: string[]) =>
  (to: string) =>
    folders.some((folder) => to.startsWith(folder))
const oneOf =
  (...names: string[]) =>
  (to: string) =>
    names.includes(to)
const any =
  (...tests: ((to: string) => boolean)[]) =>
  (to: string) =>
    tests.some((test) => test(to))

const walls: Record<string, Wall> = {
  contract: { folder: /^contract\//, may: any(within('contract/'), oneOf('zod', '@orpc/contract')) },
  'the entries': {
    folder: /^main\/(index|headless|help|practice|start|options|profile|join-practice|unhandled-rejections)\.ts$/,
    may: (to) => !within('renderer/', 'preload/')(to),
  },
  engine: {
    folder: /^main\/engine\/(?!whatsapp\/)/,
    may: any(within('contract/', 'main/engine/'), isNode, oneOf(...ENGINE_LIBRARIES)),
  },
  whatsapp: {
    folder: /^main\/engine\/whatsapp\//,
    may: any(within('contract/', 'main/engine/'), isNode, oneOf(...ENGINE_LIBRARIES, ...WHATSAPP_LIBRARIES)),
  },
  doors: {
    folder: /^main\/doors\//,
    may: any(
      within('contract/', 'main/doors/'),
      isNode,
      oneOf('main/engine/engine.ts', 'main/practice/client.ts', 'zod', 'ws', 'fastify', 'qrcode'),
      (to) => to.startsWith('@orpc/') || to.startsWith('@fastify/'),
    ),
  },
  desktop: {
    folder: /^main\/desktop\//,
    may: any(within('contract/', 'main/desktop/'), isNode, oneOf('electron', 'main/engine/engine.ts')),
  },
  practice: {
    folder: /^main\/practice\//,
    may: any(
      within('contract/', 'main/practice/'),
      isNode,
      oneOf('ws', 'fastify', 'better-sqlite3', 'libsignal', '@whiskeysockets/baileys', ...PRACTICE_LIBRARIES),
    ),
  },
  preload: { folder: /^preload\//, may: any(within('contract/', 'preload/'), oneOf('electron')) },
  renderer: {
    folder: /^renderer\//,
    may: (to) =>
      within('contract/', 'renderer/', '../resources/locales/')(to) ||
      (!isOurs(to) && !isNode(to) && to !== 'electron'),
  },
}

test('the table of docs/house.md has a wall for each of its rows', () => {
  const rows = [...house.matchAll(/^\| (?:main\/)?([a-z]+)[^|]*\| [^|]+\| [^|]+\|$/gm)].map((match) => match[1])
  expect(rows.filter((row) => row !== 'folder')).toEqual([
    'contract',
    'index',
    'engine',
    'doors',
    'desktop',
    'practice',
    'preload',
    'renderer',
  ])
})

test('every file lives behind one of the walls', () => {
  const homeless = files.filter((file) => !Object.values(walls).some((wall) => wall.folder.test(file)))
  expect(homeless.filter((file) => file.endsWith('.ts') || file.endsWith('.tsx'))).toEqual([])
  expect(imports.length).toBeGreaterThan(500)
})

describe('who may import whom', () => {
  for (const [name, wall] of Object.entries(walls)) {
    test(name, () => {
      const breaches = imports.filter(({ from, to }) => wall.folder.test(from) && !wall.may(to, from))
      expect(breaches).toEqual([])
    })
  }

  test('only the entries import start.ts, and nobody imports an entry', () => {
    const entry = /^main\/(index|headless|practice)\.ts$/
    expect(imports.filter(({ to }) => entry.test(to))).toEqual([])
    expect(imports.filter(({ from, to }) => to === 'main/start.ts' && !entry.test(from))).toEqual([])
  })
})

/** Floors of the engine, low to high; what stands on one line is on one floor. */
const FLOORS = listed('Floors of the engine, low to high:').map((floor) => floor.split(/\s+/))
const floorOf = (noun: string) => FLOORS.findIndex((floor) => floor.includes(noun))
const nounOf = (path: string) => /^main\/engine\/([^/]+)\//.exec(path)?.[1] ?? null

describe('inside the engine', () => {
  const inside = imports.flatMap(({ from, to }) => {
    const [noun, other] = [nounOf(from), nounOf(to)]
    return noun && other && noun !== other ? [{ from, to, noun, other }] : []
  })

  test('every folder has its floor', () => {
    const nouns = new Set(files.flatMap((file) => nounOf(file) ?? []))
    expect([...nouns].filter((noun) => floorOf(noun) < 0)).toEqual([])
  })

  test('a noun imports lower floors only, never sideways or up', () => {
    expect(inside.filter(({ noun, other }) => floorOf(other) >= floorOf(noun))).toEqual([])
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
