// The whole suite: format and lint, dead code, types, build, then every test. Each step counts as one.
//   npm test                              all of it; fails when it takes over 45 minutes
//   npm test -- unit e2e                  single projects (those of vitest.config.ts, and e2e) without the steps before
//   npm run test:nightly -- --shard 1/3   one of three parts of the night; fails when it takes over two hours
// The last line reads `N passed, N failed, N skipped`; before it stand every skip with its reason and the slowest ten files.
import { spawnSync } from 'node:child_process'
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import specs from '../playwright.config.ts'
import { shardOf } from '../test/support/shards.ts'
import { planOf } from '../test/support/test-plan.ts'
import { projects } from '../vitest.config.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const bin = (name) => join(root, 'node_modules', name)
const patterns = Object.fromEntries(projects.map(({ name, include }) => [name, include]))
patterns.e2e = [`${specs.testDir}/${specs.testMatch}`]

const plan = planOf(process.argv.slice(2), Object.keys(patterns))
if ('refusal' in plan) {
  console.error(plan.refusal)
  process.exit(2)
}
const filesOf = (name) => globSync(patterns[name], { cwd: root }).map((file) => file.replaceAll('\\', '/'))
const all = plan.projects.flatMap(filesOf)
const chosen = plan.shard ? shardOf(all, plan.shard) : all
const specFiles = new Set(filesOf('e2e'))

const steps = [
  ['format and lint', '@biomejs/biome/bin/biome', ['check', '.']],
  ['dead code', 'knip/bin/knip.js', []],
  ['types of main', 'typescript/bin/tsc', ['-p', 'tsconfig.main.json']],
  ['types of renderer', 'typescript/bin/tsc', ['-p', 'tsconfig.renderer.json']],
  ['build', '../scripts/build.mjs', []],
]

const count = { passed: 0, failed: 0, tests: 0 }
const skipped = []
const times = []

function step([name, script, args]) {
  const run = spawnSync(process.execPath, [bin(script), ...args], { cwd: root, stdio: 'inherit' })
  const isGood = run.status === 0
  console.log(`${isGood ? '✓' : '✗'} ${name}`)
  if (isGood) count.passed += 1
  else count.failed += 1
}

/** Runs the files with a runner whose reporter writes a tally, and adds it to the count. */
function test(script, args, files) {
  if (files.length === 0) return
  const folder = mkdtempSync(join(tmpdir(), 'dakiya-tally-'))
  const tallyFile = join(folder, 'tally.json')
  const run = spawnSync(process.execPath, [bin(script), ...args, ...files], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, DAKIYA_TALLY: tallyFile, ...(plan.isNightly ? { DAKIYA_NIGHTLY: '1' } : {}) },
  })
  let tally = { passed: 0, failed: 0, skipped: [], broken: 0, files: [] }
  try {
    tally = JSON.parse(readFileSync(tallyFile, 'utf8'))
  } catch {
    console.error('The tests ended without a tally; the lines above tell why.')
  }
  rmSync(folder, { recursive: true, force: true })
  const failed = tally.failed + tally.broken
  count.passed += tally.passed
  count.tests += tally.passed
  // A runner that failed although no test did has failed all the same.
  count.failed += run.status !== 0 && failed === 0 ? 1 : failed
  skipped.push(...tally.skipped)
  times.push(...tally.files)
}

// Once in a night is enough.
if (plan.isWhole && (plan.shard?.index ?? 1) === 1) for (const one of steps) step(one)
test(
  'vitest/vitest.mjs',
  ['run'],
  chosen.filter((file) => !specFiles.has(file)),
)
test(
  '@playwright/test/cli.js',
  ['test'],
  chosen.filter((file) => specFiles.has(file)),
)

for (const { name, reason } of skipped) console.log(`skipped: ${name} (${reason})`)
const slowest = times.toSorted((one, other) => other.seconds - one.seconds).slice(0, 10)
for (const { name, seconds } of slowest) console.log(`${seconds.toFixed(1).padStart(7)} s  ${name}`)
const minutes = performance.now() / 60_000
const mostMinutes = plan.shard ? 120 : plan.isNightly ? Number.POSITIVE_INFINITY : 45
if (minutes > mostMinutes) {
  console.log(`✗ It took ${Math.ceil(minutes)} minutes; ${mostMinutes} are the most.`)
  count.failed += 1
}
console.log(`${count.passed} passed, ${count.failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`)
process.exitCode = count.failed > 0 || count.tests === 0 ? 1 : 0
