// Breaks each promise on purpose, one after the other, in a copy of the sources, and tells which proof sees it.
// `npm run mutate` tries all, `npm run mutate -- P3` those of one promise, `npm run mutate -- --changed [REV]` those that the files
// touched since REV bear on (REV: where the branch left main; on main, the commit before). `~` = seen only because a proof did not
// end in its time. A break that no proof sees ends it with 1.
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { around } from '../test/mutations/around.ts'
import { messages } from '../test/mutations/messages.ts'
import { bears } from '../test/support/touched-breaks.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const MOST_MS = 15 * 60_000
/** What is not sources. */
const LEFT = new Set(['node_modules', '.git', 'out', 'dist', '.cache', 'test-results'])
const sourceOf = (file) => `src/main/engine/${file}`
const proofOf = (name) => `test/${name}.test.ts`
const lists = { messages, around }
const all = Object.values(lists).flat()
const asked = process.argv.slice(2)
const unknown = asked[0] === '--changed' ? [] : asked.filter((word) => !all.some(({ promise }) => promise === word))
if (unknown.length > 0) {
  console.error(`No break is of ${unknown.join(', ')}.`)
  process.exit(2)
}
const isAsked = ({ promise }) => asked.includes(promise)
const chosen = asked.length === 0 ? all : asked[0] === '--changed' ? changed(asked[1]) : all.filter(isAsked)

/** What git prints, in lines. */
function git(...args) {
  const done = spawnSync('git', args, { cwd: root, encoding: 'utf8' })
  if (done.status !== 0) {
    console.error(`git ${args.join(' ')}: ${done.stderr.trim()}`)
    process.exit(2)
  }
  return done.stdout.split('\n').filter((line) => line !== '')
}

/** The breaks that what was touched since `rev` bears on, committed or not. */
function changed(rev) {
  const [branch] = git('rev-parse', '--abbrev-ref', 'HEAD')
  const [since] = rev ? [rev] : branch === 'main' ? ['HEAD~1'] : git('merge-base', 'main', 'HEAD')
  const tracked = git('diff', '--name-only', '--no-renames', since, '--')
  const touched = new Set([...tracked, ...git('ls-files', '--others', '--exclude-standard')])
  const textOf = (file) => (existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : '')
  return Object.entries(lists).flatMap(([name, list]) =>
    list.filter(({ file, and, proofs }) => {
      const broken = [file, ...(and ? [and.file] : [])].map(sourceOf)
      return bears({ list: `test/mutations/${name}.ts`, broken, proofs: proofs.map(proofOf) }, touched, textOf)
    }),
  )
}

/** The first failing test, `null` when all passed, or a word when none ran. */
function run(proofs, cases) {
  const report = join(copy, 'report.json')
  rmSync(report, { force: true })
  const files = proofs.map(proofOf)
  const options = ['run', '--bail=1', '--reporter=json', `--outputFile=${report}`]
  const done = spawnSync(process.execPath, [join(copy, 'node_modules/vitest/vitest.mjs'), ...options, ...files], {
    cwd: copy,
    encoding: 'utf8',
    timeout: MOST_MS,
    env: { ...process.env, ...(cases === undefined ? {} : { DAKIYA_CASES: String(cases) }) },
  })
  if (done.status === null) return { test: 'it never ended', why: '' }
  const tests = JSON.parse(readFileSync(report, 'utf8')).testResults.flatMap(({ assertionResults }) => assertionResults)
  if (!tests.some(({ status }) => status === 'passed' || status === 'failed'))
    throw new Error(`No test ran.\n${done.stderr}`)
  const failed = tests.find(({ status }) => status === 'failed')
  if (failed)
    return {
      test: failed.fullName,
      why: failed.failureMessages
        .join(' ')
        .replace(/ at \S+ \(.*/s, '')
        .replace(/\s+/g, ' ')
        .slice(0, 160),
    }
  if (done.status !== 0) throw new Error(`It failed before a test did.\n${done.stderr}`)
  return null
}

/** Writes one change; returns what takes it back. */
function apply({ file, from, to }) {
  const path = join(copy, sourceOf(file))
  const before = readFileSync(path, 'utf8')
  if (before.split(from).length !== 2) throw new Error(`${file} does not hold this once: ${from}`)
  writeFileSync(
    path,
    before.replace(from, () => to),
  )
  return () => writeFileSync(path, before)
}

const copy = mkdtempSync(join(tmpdir(), 'dakiya-mutate-'))
let unseen = 0
try {
  cpSync(root, copy, { recursive: true, filter: (path) => !LEFT.has(basename(path)) })
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction')
  for (const [cases, of] of Map.groupBy(chosen, (one) => one.cases)) {
    const broken = run([...new Set(of.flatMap(({ proofs }) => proofs))], cases)
    if (broken) throw new Error(`With nothing broken a proof fails: ${broken.test}. ${broken.why}`)
  }
  for (const { promise, what, proofs, cases, and, ...change } of chosen) {
    const undo = [apply(change), ...(and ? [apply(and)] : [])]
    const seen = run(proofs, cases)
    for (const back of undo.reverse()) back()
    if (seen === null) unseen += 1
    const isLate = seen !== null && (seen.why === '' || seen.why.startsWith('TestTimeoutError'))
    console.log(
      `${isLate ? '~' : seen ? '✓' : '✗'} ${promise}: ${what}\n    ${seen ? `${seen.test}: ${seen.why}` : 'no proof sees it'}`,
    )
  }
} finally {
  rmSync(copy, { recursive: true, force: true })
}
console.log(`${chosen.length} broken, ${chosen.length - unseen} seen, ${unseen} not seen`)
process.exitCode = unseen > 0 ? 1 : 0
