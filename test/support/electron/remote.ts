// The spec's hand in the main process, like Playwright's `electronApp.evaluate`: a function comes as text over the process
// channel and is called with the `electron` module.
import { runInThisContext } from 'node:vm'

interface Asked {
  id: number
  source: string
  arg: unknown
}

/** Begins to answer; without a spec on the other side nothing happens. */
export function answerSpec(electron: object): void {
  process.on('disconnect', () => process.exit(1))
  process.on('message', async ({ id, source, arg }: Asked) => {
    try {
      const value = await runInThisContext(`(${source})`)(electron, arg)
      process.send?.({ kind: 'answer', id, value: value ?? null })
    } catch (thrown) {
      process.send?.({ kind: 'answer', id, error: String(thrown) })
    }
  })
}
