// @whiskeysockets/baileys 7.0.0-rc14, makeCacheableSignalKeyStore: after a `set` that the store refused, `get` answers with the
// value that was never stored. The cache is filled before the store is asked (lib/Utils/auth-utils.js) and is not taken back;
// by its source it stays so for five minutes. Whoever counts on `get` to tell what is on disk is told wrong.
//
// Seen on 27 November 2026 under Node 20 and 24:
//   set rejects: yes · get answers: new · the store holds: old
//
// node findings/baileys-key-cache.mjs   ends with 0 while it is so, with 1 when it no longer is
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const PACKAGE = '@whiskeysockets/baileys@7.0.0-rc14'
const SEEN = 'set rejects: yes · get answers: new · the store holds: old'

/** Runs beside the installed package, knowing nothing of this project. */
const script = `
import { makeCacheableSignalKeyStore } from '@whiskeysockets/baileys'

const held = { 'device-list': { 923001234567: ['old'] } }
let isFull = false
const store = {
  get: async (type, ids) => Object.fromEntries(ids.map((id) => [id, held[type]?.[id]])),
  set: async (data) => {
    if (isFull) throw new Error('the disk is full')
    for (const type in data) held[type] = { ...held[type], ...data[type] }
  },
}
const cached = makeCacheableSignalKeyStore(store)
isFull = true
const rejects = await cached.set({ 'device-list': { 923001234567: ['new'] } }).then(() => 'no', () => 'yes')
const { 923001234567: [answer] } = await cached.get('device-list', ['923001234567'])
process.stdout.write('set rejects: ' + rejects + ' · get answers: ' + answer + ' · the store holds: ' + held['device-list'][923001234567][0])
process.exit(0)
`

const folder = mkdtempSync(join(tmpdir(), 'dakiya-finding-'))
try {
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }')
  execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', PACKAGE], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  })
  writeFileSync(join(folder, 'show.mjs'), script)
  const seen = execFileSync(process.execPath, ['show.mjs'], { cwd: folder, encoding: 'utf8' })
  const isSame = seen === SEEN
  process.stdout.write(`${PACKAGE}: ${seen}\n${isSame ? 'as before' : `before: ${SEEN}`}\n`)
  process.exitCode = isSame ? 0 : 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
