// A send whose answer is lost between page and program: the page repeats it by itself, or a person presses again, also after
// a reload; one message is queued. And a page whose program starts again. Real Chromium, the built program, the practice network; only the road is cut.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { type Api, apiOf } from '../support/api.ts'
import { openWindow } from '../support/browser.ts'
import { type Headless, startHeadless } from '../support/headless.ts'
import { story } from './fixtures.ts'

const test = story({ phones: { Shop: '15550100001' }, settings: { isPaused: true } })

/** Which call is cut off next, before its answer; and whether the road can be opened again. */
let cut: string | null = null
let isOpen = true
let cuts = 0

test.beforeAll(async ({ signedIn, api }) => {
  await signedIn.routeWebSocket(/\/bridge$/, (road) => {
    if (!isOpen) return void road.close()
    const server = road.connectToServer()
    let isCut = false
    server.onMessage((message) => !isCut && road.send(message))
    road.onMessage((message) => {
      server.send(message)
      if (isCut || cut === null || !String(message).includes(cut)) return
      isCut = true
      cut = null
      const waiting = expect.poll(async () => Number((await api.get('/queue')).total))
      void waiting.toBeGreaterThan(0).then(() => {
        cuts += 1
        void server.close()
        void road.close()
      })
    })
  })
})

test.beforeEach(async ({ program }) => {
  await fetch(`${program.api}/queue?all=true`, { method: 'DELETE', headers: { 'x-api-key': program.apiKey } })
  cut = null
  isOpen = true
  cuts = 0
})

const queued = async (api: Api) => (await api.get('/queue')) as { total: number; messages: { message: string }[] }
const write = async (page: Page, program: Headless, words: string) => {
  await page.goto(new URL('/send?to=923001234567', program.ui).href)
  await page.getByRole('textbox', { name: 'Message' }).fill(words)
}
const press = (page: Page) => page.getByRole('button', { name: 'Send message' }).first().click()

test('the page repeats by itself what broke off', async ({ page, api, program }) => {
  await write(page, program, 'Salam, once')
  cut = 'messages/send'
  await press(page)
  await expect(page.getByText(/^Queued for/)).toBeVisible()
  expect(cuts).toBe(1)
  expect(await queued(api)).toMatchObject({ total: 1, messages: [{ message: 'Salam, once' }] })
})

test('after a reload, pressing again queues nothing twice', async ({ page, api, program }) => {
  await write(page, program, 'Salam, reloaded')
  cut = 'messages/send'
  isOpen = false
  await press(page)
  await expect.poll(() => cuts).toBe(1)
  isOpen = true
  await page.reload()
  await expect(page.getByRole('textbox', { name: 'Message' })).toHaveValue('Salam, reloaded')
  await press(page)
  await expect(page.getByText(/^Queued for/)).toBeVisible()
  expect(await queued(api)).toMatchObject({ total: 1, messages: [{ message: 'Salam, reloaded' }] })
})

test('a list that broke off is queued once', async ({ page, api, program }) => {
  await page.goto(new URL('/bulk-send', program.ui).href)
  await page.getByRole('textbox', { name: /numbers/i }).fill('923001234501\n923001234502\n923001234503')
  await page.getByRole('textbox', { name: 'Message' }).fill('Salam, all')
  cut = 'messages/sendBulk'
  await page.getByRole('button', { name: 'Queue 3 messages' }).click()
  await expect(page.getByText(/of 3 sent/).first()).toBeVisible()
  expect(cuts).toBe(1)
  expect((await queued(api)).total).toBe(3)
})

test('an open page goes on when the program starts again, until it is signed out', async ({ browser }) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'dakiya-again-'))
  const first = await startHeadless({ dataDir })
  let second: Headless | undefined
  try {
    const other = await (await openWindow(browser)).newPage()
    await other.goto(first.ui)
    await expect(other.getByText('Three steps to your first message')).toBeVisible()
    await first.stop()
    await expect(other.getByText(/^Dakiya is not answering/).first()).toBeVisible()
    second = await startHeadless({ dataDir, flags: ['--port', new URL(first.ui).port] })
    await apiOf(second).post('/devices', { name: 'Warehouse' })
    await other
      .getByRole('navigation')
      .getByRole('link', { name: /^Devices/ })
      .click()
    await expect(other.getByRole('article', { name: 'Warehouse' })).toBeVisible()
    await other.getByRole('button', { name: 'View' }).click()
    await other.getByRole('menuitem', { name: 'Sign out' }).click()
    await expect(other.getByText('This page is signed out. Open it again from Dakiya on this PC.')).toBeVisible()
    await other.reload()
    await expect(other.getByText('This page is signed out. Open it again from Dakiya on this PC.')).toBeVisible()
    await other.screenshot({ path: 'test-results/pictures/signed-out.png' })
  } finally {
    await first.stop()
    await second?.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
})
