// Which of the deliberate breaks touched files bear on: their own file, their proofs, and what these import themselves.
import { posix } from 'node:path'

/** A break as far as it matters here; every path is from the root, with slashes. */
export interface BreakFiles {
  /** The list of breaks it stands in. */
  list: string
  /** What it breaks. */
  broken: readonly string[]
  /** The test files that must see it. */
  proofs: readonly string[]
}

const IMPORT =
  /(?:^|[\s;}])(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]|^\s*import\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]/gm

/** The files of ours that `file` imports, by its text; packages are left out. */
export function importsOf(file: string, text: string): string[] {
  return [...text.matchAll(IMPORT)].flatMap((match) => {
    const name = match[1] ?? match[2] ?? match[3] ?? ''
    if (name.startsWith('.')) return [posix.join(posix.dirname(file), name)]
    const alias = /^@((?:contract|main|renderer)\/.*)$/.exec(name)
    return alias ? [`src/${alias[1]}`] : []
  })
}

/** Whether one of the touched files is one that the break stands on. `textOf` reads a file; an absent one is empty. */
export function bears(one: BreakFiles, touched: ReadonlySet<string>, textOf: (file: string) => string): boolean {
  const own = [...one.broken, ...one.proofs]
  const near = own.flatMap((file) => importsOf(file, textOf(file)))
  return [one.list, ...own, ...near].some((file) => touched.has(file))
}
