// The same count, for the specs that Playwright runs.
import type { Reporter, Suite, TestCase } from '@playwright/test/reporter'
import { nameOf, type Tally, writeTally } from './tally.ts'

// biome-ignore lint/style/noDefaultExport: the runner loads a reporter by its default export
export default class SpecTallyReporter implements Reporter {
  #tests: readonly TestCase[] = []
  #broken = 0
  #lastEnd = performance.now()
  #msOf = new Map<string, number>()

  onBegin(_config: unknown, suite: Suite): void {
    this.#tests = suite.allTests()
  }

  onError(): void {
    this.#broken += 1
  }

  /** Specs run one after the other; what passes between two tests (a program starts, a browser ends) is the later one's. */
  onTestEnd({ location }: TestCase): void {
    const now = performance.now()
    this.#msOf.set(location.file, (this.#msOf.get(location.file) ?? 0) + now - this.#lastEnd)
    this.#lastEnd = now
  }

  onEnd(): void {
    const tally: Tally = { passed: 0, failed: 0, skipped: [], broken: this.#broken, files: [] }
    for (const test of this.#tests) {
      const outcome = test.outcome()
      if (outcome === 'expected') tally.passed += 1
      else if (outcome === 'skipped') tally.skipped.push({ name: titleOf(test), reason: reasonOf(test) })
      else tally.failed += 1
    }
    for (const [file, ms] of this.#msOf) tally.files.push({ name: nameOf(file), seconds: ms / 1000 })
    writeTally(tally)
  }
}

/** Its groups and itself, without the file it stands in. */
const titleOf = (test: TestCase): string => test.titlePath().slice(3).join(' > ')

/** One without a reason of its own was never begun: a serial spec ends with its first failure. */
const reasonOf = ({ annotations }: TestCase): string =>
  annotations.find(({ type }) => type === 'skip')?.description ?? 'an earlier test of its file failed'
