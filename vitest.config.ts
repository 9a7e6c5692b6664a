// The projects, each by its folders: fast ones (unit, house), what befalls the disk (database), connections on real Baileys and the
// practice network (whatsapp), the whole program (program), the network itself (practice), the promises of delivery (delivery), and
// the pages in Chromium (e2e).
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
        test: {
          name: 'unit',
          include: [
            'test/*.test.ts',
            'test/{unit,renderer,contract,doors,desktop}/**/*.test.ts',
            'test/engine/*/*.test.ts',
          ],
          exclude: ['test/engine/{database,whatsapp}/**'],
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'database',
          include: ['test/engine/database/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'whatsapp',
          include: ['test/engine/whatsapp/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: { name: 'program', include: ['test/program/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 60_000 },
      },
      {
        extends: true,
        test: { name: 'practice', include: ['test/practice/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 60_000 },
      },
      {
        extends: true,
        test: {
          name: 'delivery',
          include: ['test/engine/messages/delivery/**/*.test.ts'],
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
