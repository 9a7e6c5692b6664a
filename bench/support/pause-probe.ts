// Loaded into a program before its own code (`node --import`): how long its main thread was away, the longest times first. A timer
// of 1 ms notes when it rings late; what the thread itself computed meanwhile tells work from waiting (for the disk, or for a
// processor that others had). Answers `read` over the process channel and begins anew at `reset`.
import { PerformanceObserver } from 'node:perf_hooks'
import { isMainThread } from 'node:worker_threads'

/** One time away from the event loop, in ms. */
export interface Pause {
  ms: number
  /** Processor time of the main thread in it. */
  cpuMs: number
  /** Of that, collecting garbage. */
  gcMs: number
  /** Since the last reset. */
  atMs: number
}

export interface PauseReport {
  longest: Pause[]
  /** How many were longer than this many ms. */
  over: Record<string, number>
}

const KEPT = 12
const STEPS = [5, 10, 25, 50, 100]

if (isMainThread && process.send) {
  let longest: Pause[] = []
  let over: Record<string, number> = {}
  let startedAt = performance.now()
  let collected: { from: number; to: number }[] = []
  const cpuMs = () => {
    const { user, system } = process.threadCpuUsage()
    return (user + system) / 1000
  }
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries())
      collected.push({ from: startTime, to: startTime + duration })
    collected = collected.slice(-200)
  }).observe({ entryTypes: ['gc'] })

  let [lastAt, lastCpu] = [performance.now(), cpuMs()]
  function ring(): void {
    const [now, cpu] = [performance.now(), cpuMs()]
    const ms = now - lastAt - 1
    for (const step of STEPS) if (ms > step) over[step] = (over[step] ?? 0) + 1
    if (ms > (longest[KEPT - 1]?.ms ?? 1)) note(ms, cpu - lastCpu, lastAt, now)
    ;[lastAt, lastCpu] = [now, cpu]
    setTimeout(ring, 1).unref()
  }
  function note(ms: number, cpu: number, from: number, to: number): void {
    const pause = { ms, cpuMs: cpu, gcMs: 0, atMs: from - startedAt }
    longest = [...longest, pause].sort((a, b) => b.ms - a.ms).slice(0, KEPT)
    // The collections are told a turn later.
    setTimeout(() => {
      const within = collected.filter((each) => each.from >= from - 1 && each.to <= to + 1)
      pause.gcMs = within.reduce((sum, each) => sum + each.to - each.from, 0)
    }, 50).unref()
  }
  ring()

  process.on('message', (word) => {
    if (word === 'reset') [longest, over, startedAt] = [[], {}, performance.now()]
    if (word === 'read') process.send?.({ longest, over } satisfies PauseReport)
  })
  process.channel?.unref()
}
