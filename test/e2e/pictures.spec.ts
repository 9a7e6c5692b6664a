// Pictures of every page in every look, for people to look at with the checklist of the look; in test-results/pictures.
// What a program can see of them is checked here: nothing is cut off sideways, practice shouts, the first line answers.
// With DAKIYA_README_PICTURES=1 the README's pictures are made afresh, in docs/pictures.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, type Page } from '@playwright/test'
import type { Api } from '../support/api.ts'
import { type Look, openWindow } from '../support/browser.ts'
import { complain, story } from './fixtures.ts'
import { linkPhone, UNLIMITED } from './link.ts'

const test = story()
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

test.beforeAll(() => void mkdirSync(folder, { recursive: true }))

interface Opened {
  page: Page
  complaints: string[]
}

/** Another window, with the sign-in of `page`, that has come to rest. */
async function open(page: Page, look: Look, path: string, shows: string): Promise<Opened> {
  const browser = page.context().browser()
  if (browser === null) throw new Error('The page has no browser.')
  const signedIn = await page.context().storageState()
  const other = await (await openWindow(browser, { ...look, signedIn })).newPage()
  const complaints: string[] = []
  complain(other, complaints)
  await other.goto(new URL(path, page.url()).href)
  await expect(other.getByText(shows).filter({ visible: true }).first()).toBeVisible()
  await other.evaluate('document.fonts.ready.then(() => undefined)')
  await expect(other.locator('[data-answer]')).toHaveText(/\S/)
  return { page: other, complaints }
}

async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' })
  const band = page.getByText('Practice mode. No message leaves this PC; no real person gets one.')
  expect(await band.isVisible()).toBe(true)
  const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
  expect(overflow).toBeLessThanOrEqual(0)
}

for (const [name, { path, shows }] of Object.entries(fresh)) {
  test(`${name} at the first start`, async ({ page }) => {
    const opened = await open(page, {}, path, shows)
    await picture(opened.page, `${name}-fresh`)
    expect(opened.complaints).toEqual([])
    await opened.page.context().close()
  })
}

test.describe('in use', () => {
  test.beforeAll(async ({ api, network }) => await furnish(api, network))

  for (const [look, wanted] of Object.entries(looks)) {
    test.describe(`in ${look}`, () => {
      for (const [name, { path, shows }] of Object.entries(pages)) {
        test(name, async ({ page }) => {
          const opened = await open(page, wanted, path, shows)
          await picture(opened.page, `${name}-${look}`)
          expect(opened.complaints).toEqual([])
          await opened.page.context().close()
        })
      }
    })
  }

  test('the README’s pictures', async ({ page }) => {
    test.skip(!process.env.DAKIYA_README_PICTURES, 'made only when DAKIYA_README_PICTURES is set')
    const docs = join(root, 'docs', 'pictures')
    mkdirSync(docs, { recursive: true })
    for (const pageName of ['dashboard', 'history']) {
      const { path, shows } = pages[pageName] ?? { path: '/', shows: '' }
      const { page: other } = await open(page, {}, path, shows)
      await other.screenshot({ path: join(docs, `${pageName}.png`), animations: 'disabled' })
      await other.context().close()
    }
  })

  test('a page whose program has gone says so and keeps what it showed', async ({ page, program }) => {
    const { page: other } = await open(page, {}, '/queue', '+92 301 1234507')
    await program.stop()
    await expect(other.getByText(/^Dakiya is not answering\. Trying again/).first()).toBeVisible()
    expect(await other.getByText('+92 301 1234507').isVisible()).toBe(true)
    await picture(other, 'queue-gone')
  })
})

/** Three devices, one of them not linked; a history with every end; a queue that goes on for hours. */
async function furnish(api: Api, network: Api): Promise<void> {
  await api.patch('/settings', { ...UNLIMITED, defaultCountry: 'PK' })
  await network.patch('/contacts/*', { deliverAfterMs: 20, readAfterMs: 40 })
  const ids: string[] = []
  for (const [name, number] of [
    ['Shop', '15550100001'],
    ['Sales', '15550100002'],
  ] as const)
    ids.push(await linkPhone(api, network, name, number))
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
  await expect.poll(() => api.get('/queue')).toMatchObject({ total: 0 })
  await expect.poll(async () => (await api.get('/history?status=read')).total).not.toBe(0)
  await api.patch('/settings', { delayMinSeconds: 240, delayMaxSeconds: 360, hourlyLimit: 100, dailyLimit: 1000 })
  await api.post('/send-bulk', { messages: rows(60, 923011234500) })
}
