// First light, as a person sees it: link a phone, send a text and a file, send to a list, watch the queue empty, find it
// all in the history and take it home as CSV. Real Chromium, the built program, real Baileys, the practice network.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Api, apiOf, controlOf } from '../support/api.ts'
import { findChromium, openChromium, openWindow } from '../support/browser.ts'
import { type Headless, startHeadless } from '../support/headless.ts'
import { until } from '../support/until.ts'

const chromium = await findChromium()

const invoice = Buffer.from(`%PDF-1.4\n% an invoice of 20 November\n${'0'.repeat(2_000)}\n%%EOF\n`)
const invoiceSha = createHash('sha256').update(invoice).digest('hex')
const text = 'Your *order 1042* is ready.\nWe are open until 18:00.'
const listText = 'Salam, we open at 10 tomorrow.'
const good = Array.from({ length: 22 }, (_, index) => `92300123${String(4500 + index)}`)
const list = [...good.slice(0, 6), '0300-12', ...good.slice(6, 18), '+92300123456x', 'nobody', ...good.slice(18)]

interface Received {
  to: string
  kind: string
  text: string | null
  caption: string | null
  fileName: string | null
  sha256: string | null
  copies: number
}

let headless: Headless
let browser: Browser
let page: Page
let api: Api
let network: Api
const complaints: string[] = []

beforeAll(async () => {
  if ('missing' in chromium) return
  headless = await startHeadless()
  api = apiOf(headless)
  network = controlOf(headless)
  await api.patch('/settings', { delayMinSeconds: 0, delayMaxSeconds: 0, hourlyLimit: 0, dailyLimit: 0 })
  await network.patch('/contacts/*', { deliverAfterMs: 50, readAfterMs: 100, reads: true })
  browser = await openChromium(chromium)
  page = await (await openWindow(browser)).newPage()
  page.setDefaultTimeout(30_000)
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  await page.goto(headless.ui)
})

afterAll(async () => {
  await browser?.close()
  await headless?.stop()
})

beforeEach(({ skip }) => {
  if ('missing' in chromium) skip(chromium.missing)
})

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail' && page) await page.screenshot({ path: `test-results/failed ${task.name}.png` })
})

const go = async (name: string) => {
  await page
    .getByRole('navigation')
    .getByRole('link', { name: new RegExp(`^${name}`) })
    .click()
  await page.getByRole('heading', { level: 1, name, exact: true }).waitFor()
}
const received = async () => (await network.get('/messages')).messages as Received[]
const answer = async () => (await page.locator('[data-answer]').textContent()) ?? ''

test('links a phone by its QR code', async () => {
  await go('Devices')
  await page.getByRole('button', { name: 'Link a phone' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Shop')
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('img', { name: /QR code/ }).waitFor()
  await page.getByRole('button', { name: 'Scan with practice phone +1 555 010 0001' }).click()
  await page.getByText(/Connected as \P{L}*555 010 0001/u).waitFor()
  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('article', { name: 'Shop' }).getByText('Connected', { exact: true }).waitFor()
})

test('sends a text to one person', async () => {
  await go('Send')
  await page.getByRole('textbox', { name: 'To' }).fill('+92 300 1234567')
  await page.getByRole('textbox', { name: 'Message' }).fill(text)
  await page.keyboard.press('Control+Enter')
  await page.getByText(/^Queued for/).waitFor()
  const [first] = await until('the text to arrive', async () => {
    const all = await received()
    return all.length === 1 && all
  })
  expect(first).toMatchObject({ to: '923001234567', text, copies: 1 })
})

test('sends a PDF with a few words', async () => {
  await page.getByRole('textbox', { name: 'To' }).fill('+92 300 1234567')
  await page.getByRole('textbox', { name: 'Message' }).fill('Your invoice')
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'invoice.pdf', mimeType: 'application/pdf', buffer: invoice })
  await page.getByText('invoice.pdf').first().waitFor()
  await page.keyboard.press('Control+Enter')
  const file = await until('the file to arrive', async () => (await received()).find(({ sha256 }) => sha256 !== null))
  expect(file).toMatchObject({ kind: 'document', fileName: 'invoice.pdf', sha256: invoiceSha, caption: 'Your invoice' })
})

test('sends to a list of 25 rows, 3 of them bad', async () => {
  await go('Bulk send')
  await page.getByRole('textbox', { name: 'Numbers, one a line' }).fill(list.join('\n'))
  await page
    .getByRole('textbox', { name: /Message|text/i })
    .last()
    .fill(listText)
  await until('the answer to name the rows', async () => (await answer()).includes('3 rows need a fix'))
  for (const bad of ['0300-12', '+92300123456x', 'nobody']) await page.getByText(bad).first().waitFor()
  await page.getByRole('button', { name: 'Queue 22 messages' }).waitFor()
  await page.keyboard.press('Control+Enter')
  await until('all of them to arrive', async () => (await received()).length === 24)
})

test('shows the queue empty when all have gone', async () => {
  await go('Queue')
  await page.getByText('Nothing is waiting.').first().waitFor()
})

test('shows in the history what was delivered and read', async () => {
  await go('History')
  await until('the answer to say what became of them', async () =>
    (await answer()).includes('24 messages in the last 28 days: 24 delivered, 24 read'),
  )
  await page.keyboard.press('Control+f')
  await page.keyboard.type('invoice')
  const row = page.getByRole('row').filter({ hasText: 'Your invoice' })
  await row.getByText('Read', { exact: true }).waitFor()
  await row.getByText('Your invoice').click()
  const panel = page.getByRole('complementary').filter({ hasText: 'What happened' })
  await panel.getByText('It reached the phone.').waitFor()
  await panel.getByText('It was read.').waitFor()
  await page.keyboard.press('Escape')
  await panel.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Clear filters' }).click()
})

test('takes the history home as CSV, by the filters that are on', async () => {
  const rowsOf = async (wanted: number) => {
    await page.keyboard.press('Control+e')
    const name = wanted === 1 ? 'Export 1 row' : `Export ${wanted} rows`
    const press = page.getByRole('button', { name, exact: true }).click()
    const [download] = await Promise.all([page.waitForEvent('download'), press])
    const rows = parse(readFileSync(await download.path()), { bom: true, columns: true })
    await page.getByText(/^Saved\. /).waitFor()
    await page.keyboard.press('Escape')
    // The way back of the focus ends after the closing does.
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    return rows as Record<string, string>[]
  }
  const all = await rowsOf(24)
  expect(all.map((row) => row.number).sort()).toEqual(['923001234567', '923001234567', ...good].sort())
  expect(all.filter((row) => row.message === listText)).toHaveLength(22)
  expect(all.find((row) => row.fileName === 'invoice.pdf')).toMatchObject({ status: 'sent', message: 'Your invoice' })
  expect(all.every((row) => row.deliveredAt !== '' && row.readAt !== '')).toBe(true)

  await page.keyboard.press('Control+f')
  await page.locator('[aria-keyshortcuts~="Control+F"]:focus').waitFor()
  await page.keyboard.type('order 1042')
  await until('the search to be in the answer', async () => (await answer()).startsWith('1 message '))
  expect((await rowsOf(1)).map((row) => row.message)).toEqual([text])
})

test('the practice people got exactly what was sent, each once, and the pages had nothing to complain of', async () => {
  const all = await received()
  const texts = all.filter(({ kind }) => kind === 'text').map(({ to, text: words }) => `${to} ${words}`)
  expect(texts.sort()).toEqual([`923001234567 ${text}`, ...good.map((number) => `${number} ${listText}`)].sort())
  expect(all.filter(({ kind }) => kind !== 'text').map(({ sha256 }) => sha256)).toEqual([invoiceSha])
  expect(all.every(({ copies }) => copies === 1)).toBe(true)
  expect(complaints).toEqual([])
})
