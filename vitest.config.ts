// The projects: fast ones (unit, house), what befalls the disk (database), engine ones on real Baileys and the practice network,
// the practice network itself, and the pages in Chromium.
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/support/longest-first.ts'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const alias = { '@contract': at('src/contract'), '@main': at('src/main'), '@renderer': at('src/renderer') }
const isNightly = process.env.DAKIYA_NIGHTLY === '1'

export default defineConfig({
  resolve: { alias },
  test: {
    // Many files wait more than they work. Measured on two cores: by day 2 take 10 minutes and 1 takes 18, by night 3 take 52.
    maxWorkers: isNightly ? 3 : 2,
    sequence: { sequencer: LongestFirst },
    reporters: process.env.DAKIYA_TALLY ? ['default', './test/support/tally.ts'] : ['default'],
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['test/house.test.ts', 'test/unit/**/*.test.ts'], testTimeout: 20_000 },
      },
      {
        extends: true,
        test: { name: 'engine', include: ['test/engine/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 60_000 },
      },
      {
        extends: true,
        test: { name: 'database', include: ['test/database/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 60_000 },
      },
      {
        extends: true,
        test: { name: 'practice', include: ['test/practice/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 60_000 },
      },
      {
        extends: true,
        test: {
          name: 'delivery',
          include: ['test/delivery/**/*.test.ts'],
          // The nightly counts take up to half an hour a file.
          testTimeout: isNightly ? 3_600_000 : 240_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
