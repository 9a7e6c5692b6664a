// `npm run fixture -- COMMIT`: writes test/fixtures/data-<day of the commit>, a data folder as the program of that commit
// leaves it, and its manifest beside it, what must be found again. Takes about five minutes, of which four are waited
// for backups that the program makes by itself. What states it holds, and which not, stands in life.mjs. To be run for each schema that is released; a fixture is never made anew.
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { live } from '../test/support/fixture/life.mjs'
import { manifestOf } from '../test/support/fixture/manifest.mjs'
import { checkOut, startOld } from '../test/support/fixture/old-program.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const [commit] = process.argv.slice(2)
if (commit === undefined) {
  console.error('Which commit? npm run fixture -- COMMIT')
  process.exit(2)
}

const tell = (what) => console.error(what)
const { name, day, home } = checkOut(commit)
const place = join(root, 'test/fixtures', `data-${day}`)
if (existsSync(place)) {
  console.error(`${place} exists already. A fixture is never made anew.`)
  process.exit(2)
}
mkdirSync(join(root, '.cache'), { recursive: true })
const dataDir = mkdtempSync(join(root, '.cache', 'fixture-'))
const running = new Set()
/** Keeps hold of each process, so that a life that fails leaves none behind. */
const start = async (...words) => {
  const program = await startOld(home, ...words)
  running.add(program)
  return program
}
try {
  const found = await live(start, dataDir, day, tell)
  const profile = join(dataDir, 'practice')
  // No part of the data: what was told to the log, and the memory that SQLite shares between processes.
  for (const part of ['logs', 'dakiya.db-shm', 'files/arriving'])
    rmSync(join(profile, part), { recursive: true, force: true })
  const manifest = { commit: name, ...found, ...manifestOf(profile) }
  mkdirSync(join(root, 'test/fixtures'), { recursive: true })
  writeFileSync(`${place}.json`, `${JSON.stringify(manifest, null, 2)}\n`)
  renameSync(dataDir, place)
  tell(`Made ${place}`)
} finally {
  for (const program of running) await program.end('SIGKILL')
  rmSync(dataDir, { recursive: true, force: true })
}
