// SHA-256 of bytes and of all files of a folder, for whoever must tell that nothing was touched. Run by Node as it is, too.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** The files below `dir` by their path from there, each with its SHA-256. */
export function digests(dir: string): Record<string, string> {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = files.map(({ parentPath, name }) => join(parentPath, name)).sort()
  const shown = (path: string) => path.slice(dir.length + 1).replaceAll('\\', '/')
  return Object.fromEntries(paths.map((path) => [shown(path), sha256(readFileSync(path))]))
}
