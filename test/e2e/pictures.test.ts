// Pictures of every page in every look, for people to look at with the checklist of the look; in test-results/pictures.
// What a program can see of them is checked here: nothing is cut off sideways, practice shouts, the first line answers.
// With DAKIYA_README_PICTURES=1 the README's pictures are made afresh, in docs/pictures.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Api, apiOf, controlOf } from '../support/api.ts'
import { findChromium, type Look, openChromium, openWindow } from '../support/browser.ts'
import { type Headless, startHeadless } from '../support/headless.ts'
import { until } from '../support/until.ts'

const chromium = await findChromium()
const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = join(root, 'test-results', 'pictures')

const looks: Record<string, Look> = {
  light: {},
  dark: { theme: 'dark' },
  '1024x640': { width: 1024, height: 640 },
  '640x800': { width: 640, height: 800 },
  contrast: { contrast: true },
  'contrast-dark': { contrast: true, theme: 'dark' },
}

/** Name, address, and what must be seen before the picture is taken. */
const pages: Record<string, { path: string; shows: string }> = {
  dashboard: { path: '/', shows: 'Sending limits' },
  devices: { path: '/devices', shows: 'Warehouse' },
  'devices-link': { path: '/devices?link=new', shows: 'Next' },
  send: { path: '/send?to=923001234567', shows: 'Send message' },
  'bulk-send': { path: '/bulk-send', shows: 'Bulk send' },
  queue: { path: '/queue', shows: '+92 301 1234507' },
  'queue-no-match': { path: '/queue?q=nobody', shows: 'No waiting message matches.' },
  history: { path: '/history', shows: 'This number is not on WhatsApp.' },
  'history-panel': { path: '/history?message=1', shows: 'What happened' },
  'history-no-match': { path: '/history?q=nobody', shows: 'No message matches these filters.' },
  'api-keys': { path: '/api-keys', shows: 'Command line' },
  practice: { path: '/practice', shows: 'Read' },
}

/** The same before anything was linked or sent. */
const fresh: Record<string, { path: string; shows: string }> = {
  dashboard: { path: '/', shows: 'Three steps to your first message' },
  devices: { path: '/devices', shows: 'No phone linked yet.' },
  send: { path: '/send', shows: 'Link a phone first' },
  queue: { path: '/queue', shows: 'All messages have gone.' },
  history: { path: '/history', shows: 'No messages yet.' },
  practice: { path: '/practice', shows: 'Nothing received yet.' },
}

let headless: Headless
let browser: Browser
let signedIn: Awaited<ReturnType<BrowserContext['storageState']>>

beforeAll(async () => {
  if ('missing' in chromium) return
  mkdirSync(folder, { recursive: true })
  headless = await startHeadless()
  browser = await openChromium(chromium)
  const window = await openWindow(browser)
  const page = await window.newPage()
  await page.goto(headless.ui)
  await page.getByRole('heading', { level: 1 }).waitFor()
  signedIn = await window.storageState()
  await window.close()
})

afterAll(async () => {
  await browser?.close()
  await headless?.stop()
})

beforeEach(({ skip }) => {
  if ('missing' in chromium) skip(chromium.missing)
})

async function open(look: Look, path: string, shows: string): Promise<{ page: Page; complaints: string[] }> {
  const page = await (await openWindow(browser, { ...look, signedIn })).newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  await page.goto(new URL(path, headless.ui).href)
  await page.getByText(shows).filter({ visible: true }).first().waitFor()
  await page.evaluate('document.fonts.ready.then(() => undefined)')
  await until('the first line to answer', async () => (await page.locator('[data-answer]').textContent()) !== '')
  return { page, complaints }
}

async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' })
  const band = page.getByText('Practice mode. No message leaves this PC; no real person gets one.')
  expect(await band.isVisible()).toBe(true)
  const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
  expect(overflow).toBeLessThanOrEqual(0)
}

test.each(Object.entries(fresh))('%s at the first start', async (name, { path, shows }) => {
  const { page, complaints } = await open({}, path, shows)
  await picture(page, `${name}-fresh`)
  expect(complaints).toEqual([])
  await page.context().close()
})

describe('in use', () => {
  beforeAll(async () => {
    if (!('missing' in chromium)) await furnish(apiOf(headless), controlOf(headless))
  })

  describe.each(Object.entries(looks))('in %s', (look, wanted) => {
    test.each(Object.entries(pages))('%s', async (name, { path, shows }) => {
      const { page, complaints } = await open(wanted, path, shows)
      await picture(page, `${name}-${look}`)
      expect(complaints).toEqual([])
      await page.context().close()
    })
  })

  test('the README’s pictures', async ({ skip }) => {
    if (!process.env.DAKIYA_README_PICTURES) skip('made only when DAKIYA_README_PICTURES is set')
    const docs = join(root, 'docs', 'pictures')
    mkdirSync(docs, { recursive: true })
    for (const pageName of ['dashboard', 'history']) {
      const { path, shows } = pages[pageName] ?? { path: '/', shows: '' }
      const { page } = await open({}, path, shows)
      await page.screenshot({ path: join(docs, `${pageName}.png`), animations: 'disabled' })
      await page.context().close()
    }
  })

  test('a page whose program has gone says so and keeps what it showed', async () => {
    const { page } = await open({}, '/queue', '+92 301 1234507')
    await headless.stop()
    await page
      .getByText(/^Dakiya is not answering\. Trying again/)
      .first()
      .waitFor()
    expect(await page.getByText('+92 301 1234507').isVisible()).toBe(true)
    await picture(page, 'queue-gone')
  })
})

/** Three devices, one of them not linked; a history with every end; a queue that goes on for hours. */
async function furnish(api: Api, network: Api): Promise<void> {
  const quick = { delayMinSeconds: 0, delayMaxSeconds: 0, hourlyLimit: 0, dailyLimit: 0 }
  await api.patch('/settings', { ...quick, defaultCountry: 'PK' })
  await network.patch('/contacts/*', { deliverAfterMs: 20, readAfterMs: 40 })
  const ids: string[] = []
  for (const [name, number] of [
    ['Shop', '15550100001'],
    ['Sales', '15550100002'],
  ] as const)
    ids.push(await link(api, network, name, number))
  await api.post('/devices', { name: 'Warehouse' })

  const texts = [
    'Your *order 1042* is ready. We are open until 18:00.',
    'آپ کا آرڈر تیار ہے۔ دکان شام چھ بجے تک کھلی ہے۔',
    'आपका ऑर्डर तैयार है।',
    'Salam, we open at 10 tomorrow.',
  ]
  const rows = (count: number, start: number) =>
    Array.from({ length: count }, (_, index) => ({
      number: String(start + index),
      message: texts[index % texts.length],
      sessionId: ids[index % ids.length],
    }))
  await api.post('/send-bulk', { messages: rows(26, 923001234500) })
  await api.post('/send', { number: '923001110000', message: 'Your order 1041 is ready.' })
  await api.post('/send', { number: '923001119999', message: 'Your order 1040 is ready.' })
  await until('the queue to empty', async () => (await api.get('/queue')).total === 0)
  await until('the receipts', async () => (await api.get('/history?status=read')).total !== 0)
  await api.patch('/settings', { delayMinSeconds: 240, delayMaxSeconds: 360, hourlyLimit: 100, dailyLimit: 1000 })
  await api.post('/send-bulk', { messages: rows(60, 923011234500) })
}

async function link(api: Api, network: Api, name: string, number: string): Promise<string> {
  const { device } = (await api.post('/devices', { name })) as { device: { sessionId: string } }
  const { sessionId } = device
  const { qr } = await until('a code to scan', () => api.get(`/devices/${sessionId}/qr`).catch(() => false as const))
  await network.post(`/phones/${number}/scan`, { qr })
  await until(`${name} to connect`, async () => {
    const found = (await api.get(`/devices/${sessionId}`)) as { device: { status: string } }
    return found.device.status === 'connected'
  })
  return sessionId
}
