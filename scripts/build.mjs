// Builds what is stale, under a lock that the system drops when the process dies, finished by a rename.
// Whoever comes second waits for the first and finds the work done.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const watched = ['src', 'resources', 'electron.vite.config.ts', 'package.json', 'package-lock.json']

/** A digest of everything that goes into the build. */
function fingerprint() {
  const hash = createHash('sha256')
  const take = (path) => {
    hash.update(relative(root, path)).update('\0').update(readFileSync(path)).update('\0')
  }
  for (const name of watched) {
    const path = join(root, name)
    if (!existsSync(path)) continue
    if (!name.includes('.')) {
      const entries = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
      for (const file of entries.map((entry) => join(entry.parentPath, entry.name)).sort()) take(file)
    } else take(path)
  }
  return hash.digest('hex')
}

/** Runs `work` while no other process does: a held BEGIN EXCLUSIVE on a file of its own. */
function alone(work) {
  const Database = createRequire(import.meta.url)('better-sqlite3')
  mkdirSync(join(root, '.cache'), { recursive: true })
  const lock = new Database(join(root, '.cache', 'build.lock'), { timeout: 300_000 })
  try {
    lock.exec('BEGIN EXCLUSIVE')
    work()
    lock.exec('COMMIT')
  } finally {
    lock.close()
  }
}

/** Brings `out/` up to date; output of the bundler goes to stderr. */
export function build() {
  const wanted = fingerprint()
  const stamp = join(root, 'out', 'stamp')
  const isFresh = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted
  if (isFresh()) return
  alone(() => {
    if (isFresh()) return
    const fresh = `out.${process.pid}`
    const bundler = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
    const run = spawnSync(process.execPath, [bundler, 'build', '--logLevel', 'warn'], {
      cwd: root,
      env: { ...process.env, DAKIYA_OUT: fresh },
      stdio: ['ignore', 2, 2],
    })
    if (run.status !== 0) {
      rmSync(join(root, fresh), { recursive: true, force: true })
      process.stderr.write('Dakiya could not be built; the lines above tell why.\n')
      process.exit(1)
    }
    writeFileSync(join(root, fresh, 'stamp'), wanted)
    const old = `out.old.${process.pid}`
    if (existsSync(join(root, 'out'))) renameSync(join(root, 'out'), join(root, old))
    renameSync(join(root, fresh), join(root, 'out'))
    rmSync(join(root, old), { recursive: true, force: true })
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) build()
