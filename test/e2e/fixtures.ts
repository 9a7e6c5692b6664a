// What an end-to-end spec starts from: the built program without a window, on a practice network of its own, with its devices
// linked, and one signed-in page in a real Chromium. All of it lives as long as the spec, whose tests go on from one another.
import { test as base, type Page } from '@playwright/test'
import { type Api, apiOf, controlOf } from '../support/api.ts'
import { findChromium, launchOptionsOf, openWindow } from '../support/browser.ts'
import { type Headless, startHeadless } from '../support/headless.ts'
import { linkPhone } from './link.ts'

const chromium = await findChromium()

interface Start {
  /** The devices to link: name and number of their practice phone. */
  phones?: Record<string, string>
  settings?: Record<string, unknown>
  /** How the practice people receive and read. */
  contacts?: Record<string, unknown>
}

interface Story {
  program: Headless
  api: Api
  /** The control API of the practice network. */
  network: Api
  /** The `sessionId` of each linked device, by its name. */
  devices: Record<string, string>
  /** What the page threw or logged as an error so far. */
  complaints: string[]
  signedIn: Page
}

/**
 * The `test` of one spec file. Each call makes fixtures of its own, so that no spec sees the data of another. Where no Chromium
 * can be had, the tests of the file are skipped with that reason.
 */
export function story({ phones = {}, settings = {}, contacts }: Start = {}) {
  base.skip('missing' in chromium, 'missing' in chromium ? chromium.missing : '')
  return base.extend<object, Story>({
    launchOptions: ['missing' in chromium ? {} : launchOptionsOf(chromium), { scope: 'worker' }],
    program: [
      // biome-ignore lint/correctness/noEmptyPattern: by this pattern Playwright knows what a fixture needs
      async ({}, use) => {
        const program = await startHeadless()
        await use(program)
        await program.stop()
      },
      { scope: 'worker' },
    ],
    api: [async ({ program }, use) => await use(apiOf(program)), { scope: 'worker' }],
    network: [async ({ program }, use) => await use(controlOf(program)), { scope: 'worker' }],
    devices: [
      async ({ api, network }, use) => {
        if (contacts) await network.patch('/contacts/*', contacts)
        const devices: Record<string, string> = {}
        for (const [name, number] of Object.entries(phones)) devices[name] = await linkPhone(api, network, name, number)
        await api.patch('/settings', settings)
        await use(devices)
      },
      { scope: 'worker', auto: true },
    ],
    complaints: [[], { scope: 'worker' }],
    signedIn: [
      async ({ browser, program, complaints }, use) => {
        const page = await (await openWindow(browser)).newPage()
        complain(page, complaints)
        await page.goto(program.ui)
        await page.getByRole('navigation').first().waitFor()
        await use(page)
      },
      { scope: 'worker' },
    ],
    page: async ({ signedIn }, use) => await use(signedIn),
  })
}

/** Notes what the page throws or logs as an error. */
export function complain(page: Page, complaints: string[]): void {
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
}
