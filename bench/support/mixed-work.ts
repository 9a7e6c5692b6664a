// What a busy office does with the program, all at once and for as long as is asked: single and bulk sends, pages of history and
// queue, searches, exports, receipts, backups, retention, people who answer STOP.
import type { BenchNetwork } from './network.ts'
import type { Program } from './program.ts'

const SECOND = 1_000
/** Days of history at the begin; retention takes some of them each time. */
export const HISTORY_DAYS = 69

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Works for `ms`; answers how often each thing was done. @throws when one of them was refused */
export async function mixedWork(program: Program, network: BenchNetwork, phones: string[], ms: number) {
  const done: Record<string, number> = {}
  const endsAt = Date.now() + ms
  let [next, keptDays] = [0, HISTORY_DAYS]
  const stranger = () => {
    next += 1
    return String(15_552_000_001 + next * 10)
  }
  const text = () => `Your order ${next} is ready.`

  /** Does `work` every `everyMs`, the first time after a share of it, so that not all begin together. */
  async function each(name: string, everyMs: number, work: () => Promise<unknown>): Promise<void> {
    await wait(everyMs * 0.3)
    while (Date.now() < endsAt) {
      const startedAt = Date.now()
      await work()
      done[name] = (done[name] ?? 0) + 1
      await wait(Math.min(Math.max(0, startedAt + everyMs - Date.now()), Math.max(0, endsAt - Date.now())))
    }
  }
  const bulk = (count: number) => () => {
    const messages = Array.from({ length: count }, () => ({ number: stranger(), message: text() }))
    return program.call('POST', '/send-bulk', { messages })
  }

  await Promise.all([
    each('single', 200, () => program.call('POST', '/send', { number: stranger(), message: text() })),
    each('bulk of 500', 60 * SECOND, bulk(500)),
    each('bulk of 5000', 180 * SECOND, bulk(5_000)),
    each('history pages', 300, async () => {
      const { nextCursor } = await program.call<{ nextCursor: string }>('GET', '/history?limit=100')
      await program.call('GET', `/history?limit=1000&cursor=${encodeURIComponent(nextCursor)}`)
    }),
    each('queue pages', SECOND, () => program.call('GET', '/queue?limit=200')),
    each('searches', SECOND, () => program.call('GET', '/history?q=invoice%20number&limit=50')),
    each('exports', 20 * SECOND, () => program.call('GET', '/history?format=csv')),
    each('figures', 2 * SECOND, () => program.call('GET', '/stats')),
    each('backups', 45 * SECOND, () => program.call('POST', '/backups')),
    each('retention', 30 * SECOND, () => {
      keptDays = Math.max(7, keptDays - 3)
      return program.call('PATCH', '/settings', { keepHistoryDays: keptDays })
    }),
    each('opt-outs', 3 * SECOND, () =>
      network.post('/messages', { from: stranger(), to: phones[next % phones.length], text: 'STOP' }),
    ),
  ])
  return done
}
