// The program of another commit against the present one, in one run: `npm run bench -- --against COMMIT NAME`. Both are built
// headless programs in processes of their own with the same flags, loaded from here through what does not change between commits.
// Called by scripts/bench.mjs as `against.js NAME SHORT-COMMIT BUILD-OF-IT`.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as accept from './against/accept.ts'
import * as dispatch from './against/dispatch.ts'
import * as restart from './against/restart.ts'
import { startNetwork } from './support/network.ts'
import { contend } from './support/pairs.ts'

const benches = { accept, dispatch, restart }
const [name = '', commit = '', other = ''] = process.argv.slice(2)
const bench = benches[name as keyof typeof benches]
if (bench === undefined) {
  console.error(`"${name}" cannot be set against another commit. Known: ${Object.keys(benches).join(', ')}.`)
  process.exit(2)
}

const dir = mkdtempSync(join(tmpdir(), 'dakiya-against-'))
const network = await startNetwork()
// Recipients that neither deliver nor read: receipts cost both sides alike and are not what is measured.
await network.post('/contacts/*', { delivers: false, reads: false }, 'PATCH')
const contest = await bench.contest('out', other, network, dir)
await contend(name, commit, contest, bench.detail)
await contest.stop()
await network.stop()
rmSync(dir, { recursive: true, force: true })
process.exit(0)
