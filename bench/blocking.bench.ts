// The main thread's longest pause in ten minutes of mixed work (`--minutes N` for a shorter try), of the built program in a process
// of its own with a full history; beside it, at the same time and with the same probe, that of an idle Node, so that the
// machine's own pauses are told apart. DAKIYA_BENCH_PROFILE=DIR keeps a CPU profile of the program there.
import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { print, rounded, until } from './support/figures.ts'
import { fill } from './support/full.ts'
import { HISTORY_DAYS, mixedWork } from './support/mixed-work.ts'
import { startNetwork } from './support/network.ts'
import type { Pause, PauseReport } from './support/pause-probe.ts'
import { FREE, startProgram } from './support/program.ts'

const DEVICES = 4
const MINUTES = Number(process.env.DAKIYA_BENCH_MINUTES ?? 10)
const profileDir = process.env.DAKIYA_BENCH_PROFILE
const probe = fileURLToPath(new URL('./pause-probe.js', import.meta.url))

if (process.argv[2] === 'fill') {
  fill(process.argv[3] ?? '', process.argv[4] ?? '', { ended: HISTORY_DAYS * 24 * 60, waiting: 0 })
  process.exit(0)
}

async function report(child: ChildProcess): Promise<PauseReport> {
  const told = once(child, 'message') as Promise<[PauseReport]>
  child.send('read')
  return (await told)[0]
}

const shown = (pauses: Pause[]) =>
  pauses.map(({ ms, cpuMs, gcMs, atMs }) => {
    const [whole, cpu, gc, at] = rounded([ms, cpuMs, gcMs, atMs / 1000])
    return { ms: whole, cpuMs: cpu, gcMs: gc, atSecond: at }
  })

const dir = mkdtempSync(join(tmpdir(), 'dakiya-blocking-'))
const network = await startNetwork()
const phones = Array.from({ length: DEVICES }, (_, index) => String(15_550_304_001 + index))
const first = await startProgram('out', dir, network)
// A busy office, not a saturated thread: without any pace the encryption alone fills it, and each turn is as long as what has piled up.
const pace = { delayMinSeconds: 0.1, delayMaxSeconds: 0.3 }
await first.call('PATCH', '/settings', { ...FREE, ...pace, keepHistoryDays: 0 })
let sessionId = ''
for (const phone of phones) sessionId = await first.link(phone)
await first.stop()
const filling = fork(fileURLToPath(import.meta.url), ['fill', join(dir, 'practice', 'dakiya.db'), sessionId], {
  execArgv: [],
})
await once(filling, 'exit')

const bare = spawn(process.execPath, ['--import', probe, '-e', 'setInterval(() => {}, 1000)'], {
  stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
})
const profiling = profileDir === undefined ? [] : ['--cpu-prof', '--cpu-prof-dir', profileDir]
const program = await startProgram('out', dir, network, ['--import', probe, ...profiling])
const connected = async () => (await program.call<{ connected: number }>('GET', '/stats')).connected
await until(async () => (await connected()) === DEVICES, 60_000, 'connecting')
for (const child of [bare, program.child]) child.send('reset')
const done = await mixedWork(program, network, phones, MINUTES * 60_000)
const [ours, theirs] = [await report(program.child), await report(bare)]
const { sentTotal } = await program.call<{ sentTotal: number }>('GET', '/stats')
await program.stop()
bare.kill('SIGTERM')
await network.stop()
rmSync(dir, { recursive: true, force: true })
print('blocking', 'longest-pause-ms', [ours.longest[0]?.ms ?? 0], 'ms', {
  minutes: MINUTES,
  devices: DEVICES,
  over: ours.over,
  longest: shown(ours.longest),
  sentTotal,
  done,
})
print('blocking', 'longest-pause-idle-ms', [theirs.longest[0]?.ms ?? 0], 'ms', {
  over: theirs.over,
  longest: shown(theirs.longest.slice(0, 5)),
})
process.exit(0)
