// A reporter that counts for scripts/test.mjs: what passed, what failed, what was skipped and why, and how long each file took.
import { writeFileSync } from 'node:fs'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Reporter, TestModule } from 'vitest/node'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** What scripts/test.mjs reads of each runner. */
export interface Tally {
  passed: number
  failed: number
  skipped: { name: string; reason: string }[]
  /** Failures outside of a test: a file that cannot be read, an error that nobody caught. */
  broken: number
  files: { name: string; seconds: number }[]
}

/** Writes the tally where scripts/test.mjs asked for it; elsewhere nothing. */
export function writeTally(tally: Tally): void {
  const path = process.env.DAKIYA_TALLY
  if (path) writeFileSync(path, JSON.stringify(tally))
}

/** A file's name as the tally has it: from the root, with slashes. */
export const nameOf = (file: string): string => relative(root, file).replaceAll('\\', '/')

// biome-ignore lint/style/noDefaultExport: the runner loads a reporter by its default export
export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const tally: Tally = { passed: 0, failed: 0, skipped: [], broken: unhandled.length, files: [] }
    for (const module of modules) {
      if (module.errors().length > 0) tally.broken += 1
      const { collectDuration, setupDuration, duration } = module.diagnostic()
      tally.files.push({ name: nameOf(module.moduleId), seconds: (collectDuration + setupDuration + duration) / 1000 })
      for (const test of module.children.allTests()) {
        const result = test.result()
        if (result.state === 'passed') tally.passed += 1
        if (result.state === 'failed') tally.failed += 1
        if (result.state === 'skipped') {
          tally.skipped.push({ name: test.fullName, reason: result.note ?? 'no reason given' })
        }
      }
    }
    writeTally(tally)
  }
}
