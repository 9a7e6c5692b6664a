// A reporter that counts for scripts/test.mjs: what passed, what failed, what was skipped and why.
import { writeFileSync } from 'node:fs'
import type { Reporter, TestModule } from 'vitest/node'

// biome-ignore lint/style/noDefaultExport: the runner loads a reporter by its default export
export default class Tally implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const path = process.env.DAKIYA_TALLY
    if (!path) return
    const tally = { passed: 0, failed: 0, skipped: [] as { name: string; reason: string }[], broken: unhandled.length }
    for (const module of modules) {
      if (module.errors().length > 0) tally.broken += 1
      for (const test of module.children.allTests()) {
        const result = test.result()
        if (result.state === 'passed') tally.passed += 1
        if (result.state === 'failed') tally.failed += 1
        if (result.state === 'skipped') {
          tally.skipped.push({ name: test.fullName, reason: result.note ?? 'no reason given' })
        }
      }
    }
    writeFileSync(path, JSON.stringify(tally))
  }
}
