// The desktop app as a person opens it: a real Electron window, by the same spec as test/desktop/shell.test.ts.
// Runs where Electron's binary and a screen are; elsewhere each test is skipped by that name. Nothing here downloads it.
import { test } from '@playwright/test'
import { findElectron, openElectron } from '../support/shell/electron.ts'
import { setScene } from '../support/shell/scene.ts'
import { cases } from '../support/shell/spec.ts'

const electron = findElectron()
let scene: Awaited<ReturnType<typeof setScene>>

test.describe.configure({ mode: 'serial' })

test.beforeAll(async () => {
  if ('missing' in electron) return
  scene = await setScene((downloads, flags) => openElectron(electron.path, downloads, flags))
})

test.afterAll(async () => {
  await scene?.end()
})

for (const { name, run, onlyStandIn } of cases)
  test(name, async () => {
    test.skip('missing' in electron, 'missing' in electron ? electron.missing : '')
    test.skip(onlyStandIn !== undefined, onlyStandIn)
    await run(scene)
  })
