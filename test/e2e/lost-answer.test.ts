// A send whose answer is lost between page and program: the page repeats it by itself, or a person presses again, also after
// a reload; one message is queued. And a page whose program starts again. Real Chromium, the built program, the practice network; only the road is cut.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Api, apiOf, controlOf } from '../support/api.ts'
import { findChromium, openChromium, openWindow } from '../support/browser.ts'
import { type Headless, startHeadless } from '../support/headless.ts'
import { until } from '../support/until.ts'

const chromium = await findChromium()
let headless: Headless
let browser: Browser
let page: Page
let api: Api

/** Which call is cut off next, before its answer; and whether the road can be opened again. */
let cut: string | null = null
let isOpen = true
let cuts = 0

beforeAll(async () => {
  if ('missing' in chromium) return
  headless = await startHeadless()
  api = apiOf(headless)
  await api.post('/devices', { name: 'Shop' })
  const { devices } = (await api.get('/devices')) as { devices: { sessionId: string }[] }
  const path = `/devices/${devices[0]?.sessionId}`
  const { qr } = await until('a code', () => api.get(`${path}/qr`).catch(() => false as const))
  await controlOf(headless).post('/phones/15550100001/scan', { qr })
  await until('the device', async () => {
    const { device } = (await api.get(path)) as { device: { status: string } }
    return device.status === 'connected'
  })
  await api.patch('/settings', { isPaused: true })
  browser = await openChromium(chromium)
  page = await (await openWindow(browser)).newPage()
  page.setDefaultTimeout(30_000)
  await page.routeWebSocket(/\/bridge$/, (road) => {
    if (!isOpen) return void road.close()
    const server = road.connectToServer()
    let isCut = false
    server.onMessage((message) => !isCut && road.send(message))
    road.onMessage((message) => {
      server.send(message)
      if (isCut || cut === null || !String(message).includes(cut)) return
      isCut = true
      cut = null
      void until('it is queued', async () => Number((await api.get('/queue')).total) > 0).then(() => {
        cuts += 1
        void server.close()
        void road.close()
      })
    })
  })
  await page.goto(headless.ui)
})

afterAll(async () => {
  await browser?.close()
  await headless?.stop()
})

beforeEach(async ({ skip }) => {
  if ('missing' in chromium) skip(chromium.missing)
  await fetch(`${headless.api}/queue?all=true`, { method: 'DELETE', headers: { 'x-api-key': headless.apiKey } })
  cut = null
  isOpen = true
  cuts = 0
})

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail' && page) await page.screenshot({ path: `test-results/failed ${task.name}.png` })
})

const queued = async () => (await api.get('/queue')) as { total: number; messages: { message: string }[] }
const write = async (words: string) => {
  await page.goto(new URL('/send?to=923001234567', headless.ui).href)
  await page.getByRole('textbox', { name: 'Message' }).fill(words)
}
const press = () => page.getByRole('button', { name: 'Send message' }).first().click()

test('the page repeats by itself what broke off', async () => {
  await write('Salam, once')
  cut = 'messages/send'
  await press()
  await page.getByText(/^Queued for/).waitFor()
  expect(cuts).toBe(1)
  expect(await queued()).toMatchObject({ total: 1, messages: [{ message: 'Salam, once' }] })
})

test('after a reload, pressing again queues nothing twice', async () => {
  await write('Salam, reloaded')
  cut = 'messages/send'
  isOpen = false
  await press()
  await until('the road is cut', () => cuts === 1)
  isOpen = true
  await page.reload()
  expect(await page.getByRole('textbox', { name: 'Message' }).inputValue()).toBe('Salam, reloaded')
  await press()
  await page.getByText(/^Queued for/).waitFor()
  expect(await queued()).toMatchObject({ total: 1, messages: [{ message: 'Salam, reloaded' }] })
})

test('a list that broke off is queued once', async () => {
  await page.goto(new URL('/bulk-send', headless.ui).href)
  await page.getByRole('textbox', { name: /numbers/i }).fill('923001234501\n923001234502\n923001234503')
  await page.getByRole('textbox', { name: 'Message' }).fill('Salam, all')
  cut = 'messages/sendBulk'
  await page.getByRole('button', { name: 'Queue 3 messages' }).click()
  await page
    .getByText(/of 3 sent/)
    .first()
    .waitFor()
  expect(cuts).toBe(1)
  expect((await queued()).total).toBe(3)
})

test('an open page goes on when the program starts again, until it is signed out', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'dakiya-again-'))
  const first = await startHeadless({ dataDir })
  let second: Headless | undefined
  try {
    const other = await (await openWindow(browser)).newPage()
    other.setDefaultTimeout(30_000)
    await other.goto(first.ui)
    await other.getByText('Three steps to your first message').waitFor()
    await first.stop()
    await other
      .getByText(/^Dakiya is not answering/)
      .first()
      .waitFor()
    second = await startHeadless({ dataDir, flags: ['--port', new URL(first.ui).port] })
    await apiOf(second).post('/devices', { name: 'Warehouse' })
    await other
      .getByRole('navigation')
      .getByRole('link', { name: /^Devices/ })
      .click()
    await other.getByRole('article', { name: 'Warehouse' }).waitFor()
    await other.getByRole('button', { name: 'View' }).click()
    await other.getByRole('menuitem', { name: 'Sign out' }).click()
    await other.getByText('This page is signed out. Open it again from Dakiya on this PC.').waitFor()
    await other.reload()
    await other.getByText('This page is signed out. Open it again from Dakiya on this PC.').waitFor()
    await other.screenshot({ path: 'test-results/pictures/signed-out.png' })
  } finally {
    await first.stop()
    await second?.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
})
