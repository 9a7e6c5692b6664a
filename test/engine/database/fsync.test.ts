// T8: the 2xx of an accept leaves only after what it promises is on disk: at each answer everything written to the WAL has been
// synced, and something was written since the answer before.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { casesOf, tell } from '../../support/counts.ts'
import { linked } from '../../support/link.ts'
import { startHeadless } from '../../support/program.ts'
import { scratchDir } from '../../support/scratch.ts'
import { until } from '../../support/until.ts'

const hasStrace = spawnSync('strace', ['-V']).status === 0

/** What the trace says of WAL and answers, in its order. */
function judge(trace: string): { answers: number; violations: string[] } {
  let [isDirty, isFresh, answers] = [false, false, 0]
  const syncing = new Set<string>()
  const violations: string[] = []
  for (const line of trace.split('\n')) {
    const isWal = line.includes('dakiya.db-wal>')
    if (isWal && /pwrite64\(|write\(/.test(line)) [isDirty, isFresh] = [true, true]
    const isSync = /f(?:data)?sync(?:\(| resumed)/.test(line)
    const thread = line.split(' ', 1)[0] ?? ''
    // Another thread's call may stand between the begin of a sync and its end, which then does not name the file.
    if (isWal && isSync && line.includes('<unfinished')) syncing.add(thread)
    if (isSync && / = 0$/.test(line) && (isWal || syncing.delete(thread))) isDirty = false
    if (/"HTTP\/1\.1 20[01]/.test(line)) {
      answers += 1
      if (isDirty) violations.push(`answer ${answers}: the WAL was not synced`)
      if (!isFresh) violations.push(`answer ${answers}: nothing was written for it`)
      isFresh = false
    }
  }
  return { answers, violations }
}

test('an answer leaves only after the disk has what it promises', async (context) => {
  if (!hasStrace) return context.skip('strace is not installed')
  if (process.platform !== 'linux') return context.skip('strace is of Linux')
  const cases = casesOf(50, 50)
  const app = await startHeadless('--practice', '--issue-api-key', '--data-dir', scratchDir(), '--log-level', 'warn')
  await app.call('POST', `/devices/${await linked(app)}/pause`)
  const out = join(scratchDir(), 'trace')
  const calls = 'trace=pwrite64,write,writev,sendto,sendmsg,fsync,fdatasync'
  const tracer = spawn('strace', ['-f', '-y', '-s', '40', '-e', calls, '-p', String(app.pid), '-o', out], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  onTestFinished(() => void tracer.kill('SIGKILL'))
  let said = ''
  tracer.stderr.on('data', (piece) => {
    said += piece
  })
  const attached = await until('strace is attached', () => (tracer.exitCode === null ? /attached/.test(said) : true))
  if (tracer.exitCode !== null || !attached) return context.skip(`strace may not attach here: ${said.slice(0, 80)}`)
  for (let index = 0; index < cases; index += 1) {
    const { http } = await app.call('POST', '/send', { number: `1555200${1000 + index}`, message: `order ${index}` })
    expect(http).toBe(200)
  }
  tracer.kill('SIGINT')
  await once(tracer, 'exit')
  const { answers, violations } = judge(readFileSync(out, 'utf8'))
  expect(answers).toBe(cases)
  tell('T8 fsync before answer', answers, violations)
})

test('the judge sees an answer that comes too early', () => {
  const [write, sync, answer] = [
    '1 pwrite64(20</x/dakiya.db-wal>, "a", 1, 0) = 1',
    '1 fdatasync(20</x/dakiya.db-wal>) = 0',
    '1 write(25<TCP:[1]>, "HTTP/1.1 200 OK\\r\\n", 40) = 40',
  ]
  expect(judge([write, sync, answer].join('\n')).violations).toEqual([])
  expect(judge([write, answer, sync].join('\n')).violations).toEqual(['answer 1: the WAL was not synced'])
  expect(judge([write, sync, answer, answer].join('\n')).violations).toEqual(['answer 2: nothing was written for it'])
})
