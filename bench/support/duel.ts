// Product against bare Baileys in one run: they take turns, and who begins changes with each run, so that a machine that grows
// slower or quicker meanwhile treats both alike. Measured from accept to last ack.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { median, rounded } from './figures.ts'

/** Sends `text` to each number; resolves at the last ack with the milliseconds taken. */
export type Send = (numbers: string[], text: string) => Promise<number>

interface Turn {
  perSecond: number
  /** Processor time of this process, a message. */
  cpuMs: number
  /** 99 of 100 turns of the event loop, as sampled every 5 ms, were not longer. */
  loopP99Ms: number
}

export interface Duel {
  /** Product to bare, one for each run. */
  ratios: number[]
  product: Turn[]
  bare: Turn[]
}

async function measure(send: Send, numbers: string[], text: string): Promise<Turn> {
  const cpu = process.cpuUsage()
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  const tookMs = await send(numbers, text)
  delay.disable()
  const { user, system } = process.cpuUsage(cpu)
  return {
    perSecond: (numbers.length * 1000) / tookMs,
    cpuMs: (user + system) / 1000 / numbers.length,
    loopP99Ms: delay.percentile(99) / 1e6,
  }
}

/** `numbersOf` gives the recipients of a turn; `turn` counts all turns of both. */
export async function duel(
  runs: number,
  numbersOf: (turn: number) => string[],
  contenders: { product: Send; bare: Send },
): Promise<Duel> {
  const turns: { product: Turn[]; bare: Turn[] } = { product: [], bare: [] }
  for (let run = 0; run < runs; run += 1) {
    const order = run % 2 === 0 ? (['bare', 'product'] as const) : (['product', 'bare'] as const)
    for (const [place, name] of order.entries()) {
      turns[name].push(await measure(contenders[name], numbersOf(run * 2 + place), `${name} ${run}`))
    }
  }
  return { ...turns, ratios: turns.product.map(({ perSecond }, run) => perSecond / (turns.bare[run]?.perSecond ?? 1)) }
}

/** What a duel's figure is printed with. */
export function detailOf({ product, bare }: Duel): Record<string, unknown> {
  const all = (turns: Turn[], name: keyof Turn) => rounded(turns.map((turn) => turn[name]))
  return {
    productPerSecond: all(product, 'perSecond'),
    barePerSecond: all(bare, 'perSecond'),
    productCpuMs: rounded([median(product.map(({ cpuMs }) => cpuMs))], 2)[0],
    bareCpuMs: rounded([median(bare.map(({ cpuMs }) => cpuMs))], 2)[0],
    bareLoopP99Ms: all(bare, 'loopP99Ms'),
  }
}
