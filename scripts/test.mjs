// The whole suite: format and lint, dead code, types, build, then every test. Each step counts as one.
// The last line reads `N passed, N failed, N skipped`; every skip is named with its reason before it.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const isNightly = process.argv.includes('--nightly')
const only = process.argv.slice(2).filter((word) => word !== '--nightly')
const bin = (name) => join(root, 'node_modules', name)

const steps = [
  ['format and lint', bin('@biomejs/biome/bin/biome'), ['check', '.']],
  ['dead code', bin('knip/bin/knip.js'), []],
  ['types of main', bin('typescript/bin/tsc'), ['-p', 'tsconfig.main.json']],
  ['types of renderer', bin('typescript/bin/tsc'), ['-p', 'tsconfig.renderer.json']],
  ['build', join(root, 'scripts/build.mjs'), []],
]

let passed = 0
let failed = 0
for (const [name, script, args] of steps) {
  const run = spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit' })
  const isGood = run.status === 0
  console.log(`${isGood ? '✓' : '✗'} ${name}`)
  if (isGood) passed += 1
  else failed += 1
}

const folder = mkdtempSync(join(tmpdir(), 'dakiya-tally-'))
const tallyFile = join(folder, 'tally.json')
const run = spawnSync(process.execPath, [bin('vitest/vitest.mjs'), 'run', ...only], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, DAKIYA_TALLY: tallyFile, ...(isNightly ? { DAKIYA_NIGHTLY: '1' } : {}) },
})

let tally = { passed: 0, failed: 0, skipped: [], broken: 0 }
try {
  tally = JSON.parse(readFileSync(tallyFile, 'utf8'))
} catch {
  console.error('The tests ended without a tally; the lines above tell why.')
}
rmSync(folder, { recursive: true, force: true })
passed += tally.passed
failed += tally.failed + tally.broken
// A runner that failed although no test did has failed all the same.
if (run.status !== 0 && tally.failed + tally.broken === 0) failed += 1
for (const { name, reason } of tally.skipped) console.log(`skipped: ${name} (${reason})`)
console.log(`${passed} passed, ${failed} failed${tally.skipped.length > 0 ? `, ${tally.skipped.length} skipped` : ''}`)
process.exitCode = failed > 0 || tally.passed === 0 ? 1 : 0
