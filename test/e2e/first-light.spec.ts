// First light, as a person sees it: link a phone, send a text and a file, send to a list, watch the queue empty, find it
// all in the history and take it home as CSV. Real Chromium, the built program, real Baileys, the practice network.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, type Page } from '@playwright/test'
import { parse } from 'csv-parse/sync'
import type { Api } from '../support/api.ts'
import { story } from './fixtures.ts'
import { UNLIMITED } from './link.ts'

const test = story({ settings: UNLIMITED, contacts: { deliverAfterMs: 50, readAfterMs: 100, reads: true } })

test.describe.configure({ mode: 'serial' })

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

async function go(page: Page, name: string): Promise<void> {
  await page
    .getByRole('navigation')
    .getByRole('link', { name: new RegExp(`^${name}`) })
    .click()
  await expect(page.getByRole('heading', { level: 1, name, exact: true })).toBeVisible()
}
const received = async (network: Api) => (await network.get('/messages')).messages as Received[]
const answer = (page: Page) => page.locator('[data-answer]')

test('links a phone by its QR code', async ({ page }) => {
  await go(page, 'Devices')
  await page.getByRole('button', { name: 'Link a phone' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Shop')
  await page.getByRole('button', { name: 'Next' }).click()
  await expect(page.getByRole('img', { name: /QR code/ })).toBeVisible()
  await page.getByRole('button', { name: 'Scan with practice phone +1 555 010 0001' }).click()
  await expect(page.getByText(/Connected as \P{L}*555 010 0001/u)).toBeVisible()
  await page.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByRole('article', { name: 'Shop' }).getByText('Connected', { exact: true })).toBeVisible()
})

test('sends a text to one person', async ({ page, network }) => {
  await go(page, 'Send')
  await page.getByRole('textbox', { name: 'To' }).fill('+92 300 1234567')
  await page.getByRole('textbox', { name: 'Message' }).fill(text)
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText(/^Queued for/)).toBeVisible()
  await expect.poll(() => received(network)).toHaveLength(1)
  expect(await received(network)).toMatchObject([{ to: '923001234567', text, copies: 1 }])
})

test('sends a PDF with a few words', async ({ page, network }) => {
  await page.getByRole('textbox', { name: 'To' }).fill('+92 300 1234567')
  await page.getByRole('textbox', { name: 'Message' }).fill('Your invoice')
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'invoice.pdf', mimeType: 'application/pdf', buffer: invoice })
  await expect(page.getByText('invoice.pdf').first()).toBeVisible()
  await page.keyboard.press('Control+Enter')
  const file = async () => (await received(network)).find(({ sha256 }) => sha256 !== null)
  await expect.poll(file).toBeDefined()
  expect(await file()).toMatchObject({
    kind: 'document',
    fileName: 'invoice.pdf',
    sha256: invoiceSha,
    caption: 'Your invoice',
  })
})

test('sends to a list of 25 rows, 3 of them bad', async ({ page, network }) => {
  await go(page, 'Bulk send')
  await page.getByRole('textbox', { name: 'Numbers, one a line' }).fill(list.join('\n'))
  await page
    .getByRole('textbox', { name: /Message|text/i })
    .last()
    .fill(listText)
  await expect(answer(page)).toContainText('3 rows need a fix')
  for (const bad of ['0300-12', '+92300123456x', 'nobody']) await expect(page.getByText(bad).first()).toBeVisible()
  await expect(page.getByRole('button', { name: 'Queue 22 messages' })).toBeVisible()
  await page.keyboard.press('Control+Enter')
  await expect.poll(() => received(network)).toHaveLength(24)
})

test('shows the queue empty when all have gone', async ({ page }) => {
  await go(page, 'Queue')
  await expect(page.getByText('Nothing is waiting.').first()).toBeVisible()
})

test('shows in the history what was delivered and read', async ({ page }) => {
  await go(page, 'History')
  await expect(answer(page)).toContainText('24 messages in the last 28 days: 24 delivered, 24 read')
  await page.keyboard.press('Control+f')
  await page.keyboard.type('invoice')
  const row = page.getByRole('row').filter({ hasText: 'Your invoice' })
  await expect(row.getByText('Read', { exact: true })).toBeVisible()
  await row.getByText('Your invoice').click()
  const panel = page.getByRole('complementary').filter({ hasText: 'What happened' })
  await expect(panel.getByText('It reached the phone.')).toBeVisible()
  await expect(panel.getByText('It was read.')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(panel).toHaveCount(0)
  await page.getByRole('button', { name: 'Clear filters' }).click()
})

test('takes the history home as CSV, by the filters that are on', async ({ page }) => {
  const rowsOf = async (wanted: number) => {
    await page.keyboard.press('Control+e')
    const name = wanted === 1 ? 'Export 1 row' : `Export ${wanted} rows`
    const press = page.getByRole('button', { name, exact: true }).click()
    const [download] = await Promise.all([page.waitForEvent('download'), press])
    const rows = parse(readFileSync(await download.path()), { bom: true, columns: true })
    await expect(page.getByText(/^Saved\. /)).toBeVisible()
    await page.keyboard.press('Escape')
    // The way back of the focus ends after the closing does.
    await expect(page.getByRole('dialog')).toBeHidden()
    return rows as Record<string, string>[]
  }
  const all = await rowsOf(24)
  expect(all.map((row) => row.number).sort()).toEqual(['923001234567', '923001234567', ...good].sort())
  expect(all.filter((row) => row.message === listText)).toHaveLength(22)
  expect(all.find((row) => row.fileName === 'invoice.pdf')).toMatchObject({ status: 'sent', message: 'Your invoice' })
  expect(all.every((row) => row.deliveredAt !== '' && row.readAt !== '')).toBe(true)

  await page.keyboard.press('Control+f')
  await expect(page.locator('[aria-keyshortcuts~="Control+F"]:focus')).toBeVisible()
  await page.keyboard.type('order 1042')
  await expect(answer(page)).toHaveText(/^1 message /)
  expect((await rowsOf(1)).map((row) => row.message)).toEqual([text])
})

test('the practice people got exactly what was sent, each once, and the pages had nothing to complain of', async ({
  network,
  complaints,
}) => {
  const all = await received(network)
  const texts = all.filter(({ kind }) => kind === 'text').map(({ to, text: words }) => `${to} ${words}`)
  expect(texts.sort()).toEqual([`923001234567 ${text}`, ...good.map((number) => `${number} ${listText}`)].sort())
  expect(all.filter(({ kind }) => kind !== 'text').map(({ sha256 }) => sha256)).toEqual([invoiceSha])
  expect(all.every(({ copies }) => copies === 1)).toBe(true)
  expect(complaints).toEqual([])
})
