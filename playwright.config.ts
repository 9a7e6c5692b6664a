// The pages in Chromium, and the desktop app where Electron's binary is. One spec after the other: each has programs of its own
// to run beside the browser. Playwright's own browsers are never fetched (test/support/browser.ts).
import { defineConfig } from '@playwright/test'

const isCounted = Boolean(process.env.DAKIYA_TALLY)

export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '**/*.spec.ts',
  tsconfig: 'tsconfig.main.json',
  // Emptied at each start, so not where the pictures are.
  outputDir: 'test-results/failed',
  workers: 1,
  timeout: 300_000,
  forbidOnly: isCounted,
  expect: { timeout: 30_000, toPass: { timeout: 30_000 } },
  use: { actionTimeout: 30_000, screenshot: 'only-on-failure', trace: 'retain-on-failure' },
  reporter: isCounted ? [['list'], ['./test/support/tally-specs.ts']] : 'list',
})
