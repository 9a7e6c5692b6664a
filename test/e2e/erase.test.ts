// A person is erased from the page, and how long things are kept is chosen there. Real Chromium, the built program, its real
// log: afterwards nothing in the profile, not even a line of the log, names them.
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Api, apiOf, controlOf } from '../support/api.ts'
import { findChromium, openChromium, openWindow } from '../support/browser.ts'
import { type Headless, startHeadless } from '../support/headless.ts'
import { until } from '../support/until.ts'

const HER = '923001239871'
const pictures = join(fileURLToPath(new URL('../..', import.meta.url)), 'test-results', 'pictures')
const chromium = await findChromium()
let headless: Headless
let browser: Browser
let page: Page
let api: Api

beforeAll(async () => {
  if ('missing' in chromium) return
  mkdirSync(pictures, { recursive: true })
  headless = await startHeadless()
  api = apiOf(headless)
  const { device } = (await api.post('/devices', { name: 'Shop' })) as { device: { sessionId: string } }
  const path = `/devices/${device.sessionId}`
  const { qr } = await until('a code', () => api.get(`${path}/qr`).catch(() => false as const))
  await controlOf(headless).post('/phones/15550100001/scan', { qr })
  await until('the device to connect', async () => {
    const found = (await api.get(path)) as { device: { status: string } }
    return found.device.status === 'connected'
  })
  await api.patch('/settings', { delayMinSeconds: 0, delayMaxSeconds: 0 })
  const { queueId } = (await api.post('/send', { number: HER, message: 'Dear Zubaidaqx' })) as { queueId: number }
  await until('it is sent', async () => {
    const { message } = (await api.get(`/messages/${queueId}`)) as { message: { status: string } }
    return message.status === 'sent'
  })
  await api.patch('/settings', { isPaused: true })
  await api.post('/send', { number: HER, message: 'Still waiting, Zubaidaqx' })
  await api.post('/backups', {})
  browser = await openChromium(chromium)
  page = await (await openWindow(browser)).newPage()
  page.setDefaultTimeout(30_000)
  await page.goto(headless.ui)
  await page.getByRole('navigation').first().waitFor()
})

afterAll(async () => {
  await browser?.close()
  await headless?.stop()
})

beforeEach(({ skip }) => {
  if ('missing' in chromium) skip(chromium.missing)
})

/** What of the profile names her; the practice network's own notes are the other side's. */
function found(words: readonly string[]): string[] {
  const profile = join(headless.dataDir, 'practice')
  return readdirSync(profile, { recursive: true, encoding: 'utf8' })
    .filter((name) => !name.startsWith('network'))
    .flatMap((name) => {
      const path = join(profile, name)
      if (!statSync(path).isFile()) return []
      const bytes = readFileSync(path)
      return words.filter((word) => bytes.includes(word)).map((word) => `${name}: ${word}`)
    })
}

test('a person is erased after a question that names what goes', async () => {
  const words = [HER, 'Zubaidaqx']
  expect(found(words)).not.toEqual([])
  expect(found(words).filter((hit) => hit.startsWith('logs'))).toEqual([])
  await page.goto(new URL('/history?message=1', headless.ui).href)
  await page.getByRole('button', { name: 'Erase this person' }).click()
  const question = page.getByRole('alertdialog')
  await question.getByText('2 messages to them go for good').waitFor()
  await question.getByText('1 of them still waits; it is cancelled.').waitFor()
  await question.getByText('The backup holds them too').waitFor()
  await page.screenshot({ path: join(pictures, 'erase-question.png') })
  await question.getByRole('button', { name: 'Erase' }).click()
  await page.getByText(/^Everything kept of .* is erased\.$/).waitFor()
  await page.getByText('No messages yet.').waitFor()
  expect(await page.getByText('Zubaidaqx').count()).toBe(0)
  expect(new URL(page.url()).searchParams.has('message')).toBe(false)
  expect(found(words)).toEqual([])
  const kept = await api.get(`/numbers/${HER}/kept`)
  expect(kept).toMatchObject({ success: true, number: HER, messages: 0, waiting: 0, backups: 1 })
  expect(found(words)).toEqual([])
})

test('how long things are kept is chosen, with a warning before the history gets shorter', async () => {
  await page.getByRole('button', { name: 'View' }).click()
  await page.getByRole('menuitem', { name: 'How long things are kept' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Messages that ended').click()
  await page.getByRole('option', { name: '90 days' }).click()
  await dialog.getByText('messages that ended more than 90 days ago are removed').waitFor()
  await page.screenshot({ path: join(pictures, 'keeping.png') })
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.waitFor({ state: 'hidden' })
  const { settings } = (await api.get('/settings')) as { settings: Record<string, unknown> }
  expect(settings).toMatchObject({ keepHistoryDays: 90, keepMediaDays: 30, keepJournalDays: 30 })
})

test('any number can be erased from the menu', async () => {
  await page.getByRole('button', { name: 'View' }).click()
  await page.getByRole('menuitem', { name: 'Erase a person' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox').fill('+92 300 1239872')
  await page.screenshot({ path: join(pictures, 'erase-number.png') })
  await dialog.getByRole('button', { name: 'See what is kept' }).click()
  const question = page.getByRole('alertdialog')
  await question.getByText('No message to them is kept.').waitFor()
  await question.getByRole('button', { name: 'Keep everything' }).click()
  await dialog.getByText('Their number').waitFor()
})
