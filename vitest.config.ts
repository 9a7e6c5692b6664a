// The projects, named here only (scripts/test.mjs reads them), each by its folders: fast ones (unit, house), what befalls the disk
// (database), connections on real Baileys and the practice network (whatsapp), the whole program (program), the shell
// (desktop), the network itself (practice), and the promises of delivery (delivery). The pages in Chromium are Playwright's, e2e.
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/support/longest-first.ts'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const alias = { '@contract': at('src/contract'), '@main': at('src/main'), '@renderer': at('src/renderer') }
const isNightly = process.env.DAKIYA_NIGHTLY === '1'

const slow = { testTimeout: 120_000, hookTimeout: 60_000 }

/** Each project by its name: which files, and the most that one of their tests may take. */
export const projects = [
  {
    name: 'unit',
    include: [
      'test/*.test.ts',
      'test/{contract,doors,renderer,scripts,support}/**/*.test.ts',
      'test/engine/*.test.ts',
      'test/engine/*/*.test.ts',
    ],
    exclude: ['test/engine/{database,whatsapp}/**'],
    testTimeout: 30_000,
  },
  { name: 'database', include: ['test/engine/database/**/*.test.ts'], ...slow },
  { name: 'whatsapp', include: ['test/engine/whatsapp/**/*.test.ts'], ...slow },
  { name: 'program', include: ['test/program/**/*.test.ts'], ...slow },
  { name: 'desktop', include: ['test/desktop/**/*.test.ts'], ...slow },
  { name: 'practice', include: ['test/practice/**/*.test.ts'], ...slow },
  {
    name: 'delivery',
    include: ['test/engine/messages/delivery/**/*.test.ts'],
    // The nightly counts take up to half an hour a file.
    testTimeout: isNightly ? 3_600_000 : 240_000,
    hookTimeout: 120_000,
  },
]

export default defineConfig({
  resolve: { alias },
  test: {
    // Many files wait more than they work. Measured on two cores, the pages among them: by day 2 take 10 minutes and 1 takes 18, by night 3 take 52.
    maxWorkers: isNightly ? 3 : 2,
    sequence: { sequencer: LongestFirst },
    reporters: process.env.DAKIYA_TALLY ? ['default', './test/support/tally.ts'] : ['default'],
    projects: projects.map((test) => ({ extends: true, test })),
  },
})
