// The program with one more noun: a copy of the sources in which a noun of the suite's own is added as anybody would add one, in two
// places, and its build.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const toys = join(root, 'test/fixtures/toy-noun')
/** What the build and the types need. */
const NEEDED = ['src', 'resources', 'scripts', 'package.json', 'electron.vite.config.ts', 'tsconfig.base.json']

export interface ToyProgram {
  /** Where its `scripts/run.mjs` is. */
  root: string
  /** What the type checker says of its sources; empty = nothing. */
  types(): string
  /** Changes one of its files. */
  edit(file: string, from: string, to: string): void
  drop(): void
}

/** Copies and adds; `types` and the build are the caller's to ask for. */
export function makeToyProgram(): ToyProgram {
  mkdirSync(join(root, '.cache'), { recursive: true })
  const copy = mkdtempSync(join(root, '.cache', 'toy-'))
  for (const name of NEEDED) cpSync(join(root, name), join(copy, name), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction')
  writeFileSync(
    join(copy, 'tsconfig.json'),
    JSON.stringify({
      extends: './tsconfig.base.json',
      compilerOptions: { lib: ['ES2024', 'ESNext.Disposable', 'ESNext.Iterator'], types: ['node'] },
      include: ['src/contract', 'src/main'],
    }),
  )
  const program: ToyProgram = {
    root: copy,
    types() {
      const tsc = join(root, 'node_modules/typescript/bin/tsc')
      const done = spawnSync(process.execPath, [tsc, '-p', copy], { cwd: copy, encoding: 'utf8' })
      return done.stdout
    },
    edit(file, from, to) {
      const path = join(copy, file)
      const text = readFileSync(path, 'utf8')
      if (text.split(from).length !== 2) throw new Error(`${file} does not hold this once: ${from}`)
      writeFileSync(path, text.replace(from, to))
    },
    drop: () => rmSync(copy, { recursive: true, force: true }),
  }
  // The first place: the noun's page of the contract, and its line in the list.
  cpSync(join(toys, 'contract/toys.ts'), join(copy, 'src/contract/toys.ts'))
  program.edit(
    'src/contract/index.ts',
    "import * as stats from './stats.ts'",
    "import * as stats from './stats.ts'\nimport * as toys from './toys.ts'",
  )
  program.edit('src/contract/index.ts', '  settings,\n  stats,\n}', '  settings,\n  stats,\n  toys,\n}')
  // The second: its folder in the engine with its table, and its line in the list.
  cpSync(join(toys, 'engine'), join(copy, 'src/main/engine/toys'), { recursive: true })
  const migrations = join(copy, 'src/main/engine/database/migrations')
  const next = String(readdirSync(migrations).length + 1).padStart(3, '0')
  writeFileSync(
    join(migrations, `${next}-toys.sql`),
    'CREATE TABLE toys (id INTEGER PRIMARY KEY, name TEXT NOT NULL, owner TEXT NOT NULL) STRICT;\n',
  )
  program.edit(
    'src/main/engine/engine.ts',
    "import { createSettings } from './settings/settings.ts'",
    "import { createSettings } from './settings/settings.ts'\nimport { createToys } from './toys/toys.ts'",
  )
  const list = /const list = \[[^\]]*\]/.exec(readFileSync(join(copy, 'src/main/engine/engine.ts'), 'utf8'))?.[0] ?? ''
  program.edit('src/main/engine/engine.ts', list, list.replace(/,?\s*\]$/, ', createToys(parts)]'))
  return program
}
