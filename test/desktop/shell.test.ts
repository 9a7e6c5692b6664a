// The desktop program from its built bundles, under plain Node: the stand-in of `electron` opens a real Chromium.
// What only real Electron can show is in test/e2e/desktop.spec.ts, by the same spec.
import { afterAll, beforeAll, beforeEach, test } from 'vitest'
import { findChromium } from '../support/browser.ts'
import { setScene } from '../support/shell/scene.ts'
import { cases } from '../support/shell/spec.ts'
import { openStandIn } from '../support/shell/stand-in.ts'

const chromium = await findChromium()
let scene: Awaited<ReturnType<typeof setScene>>

beforeAll(async () => {
  if ('missing' in chromium) return
  scene = await setScene((downloads, flags) => openStandIn(chromium, downloads, flags))
})

afterAll(async () => {
  await scene?.end()
})

beforeEach(({ skip }) => {
  if ('missing' in chromium) skip(chromium.missing)
})

for (const { name, run } of cases) test(name, async () => await run(scene))
