// Rows picked in the queue go to another device, and come back with Undo. Real Chromium, the built program, the practice network.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Api, apiOf, controlOf } from '../support/api.ts'
import { findChromium, openChromium, openWindow } from '../support/browser.ts'
import { type Headless, startHeadless } from '../support/headless.ts'
import { until } from '../support/until.ts'

const chromium = await findChromium()
let headless: Headless
let browser: Browser
let page: Page
let api: Api
const ids: Record<string, string> = {}

beforeAll(async () => {
  if ('missing' in chromium) return
  headless = await startHeadless()
  api = apiOf(headless)
  for (const [name, number] of Object.entries({ Shop: '15550100001', Sales: '15550100002' }))
    ids[name] = await link(name, number)
  await api.patch('/settings', { isPaused: true })
  const messages = [1, 2, 3].map((last) => ({
    number: `92300123450${last}`,
    message: `no. ${last}`,
    sessionId: ids.Shop,
  }))
  await api.post('/send-bulk', { messages })
  browser = await openChromium(chromium)
  page = await (await openWindow(browser)).newPage()
  page.setDefaultTimeout(30_000)
  await page.goto(headless.ui)
  await page
    .getByRole('navigation')
    .getByRole('link', { name: /^Queue/ })
    .click()
  await page.getByRole('row', { name: /1234502/ }).waitFor()
})

afterAll(async () => {
  await browser?.close()
  await headless?.stop()
})

beforeEach(({ skip }) => {
  if ('missing' in chromium) skip(chromium.missing)
})

async function link(name: string, number: string): Promise<string> {
  const { device } = (await api.post('/devices', { name })) as { device: { sessionId: string } }
  const path = `/devices/${device.sessionId}`
  const { qr } = await until('a code', () => api.get(`${path}/qr`).catch(() => false as const))
  await controlOf(headless).post(`/phones/${number}/scan`, { qr })
  await until(`${name} to connect`, async () => {
    const found = (await api.get(path)) as { device: { status: string } }
    return found.device.status === 'connected'
  })
  return device.sessionId
}

/** The last digits of the numbers whose messages wait for a device, in their order. */
async function waiting(name: string): Promise<string[]> {
  const { messages } = (await api.get(`/queue?sessionId=${ids[name]}`)) as { messages: { number: string }[] }
  return messages.map(({ number }) => number.slice(-1))
}

test('two of three rows move to the other device, and back', async () => {
  for (const last of [1, 3])
    await page
      .getByRole('row', { name: new RegExp(`123450${last}`) })
      .getByRole('checkbox')
      .click()
  await page.getByRole('button', { name: 'Move to another device' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('Sales').first().waitFor()
  await dialog.getByRole('button', { name: 'Move 2 messages' }).click()
  await page.getByText('2 messages moved to Sales.').waitFor()
  expect([await waiting('Shop'), await waiting('Sales')]).toEqual([['2'], ['1', '3']])
  await page
    .getByRole('row', { name: /1234501/ })
    .getByText('Sales')
    .waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page
    .getByRole('row', { name: /1234501/ })
    .getByText('Shop')
    .waitFor()
  expect([await waiting('Shop'), await waiting('Sales')]).toEqual([['1', '2', '3'], []])
})
