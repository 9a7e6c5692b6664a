// The Practice page as a person sees it: write as a customer, who answers STOP and is opted out; a fault switch strikes;
// the network is started afresh. Real Chromium, the built program, real Baileys, the practice network.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Api, apiOf, controlOf } from '../support/api.ts'
import { findChromium, openChromium, openWindow } from '../support/browser.ts'
import { type Headless, startHeadless, startPracticeAlone } from '../support/headless.ts'
import { until } from '../support/until.ts'

const chromium = await findChromium()
const customer = '923001234567'
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
  await network.patch('/contacts/*', { deliverAfterMs: 20, readAfterMs: 40, reads: true })
  browser = await openChromium(chromium)
  page = await (await openWindow(browser)).newPage()
  page.setDefaultTimeout(30_000)
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  await page.goto(headless.ui)
  await page.getByRole('navigation').getByRole('link', { name: 'Practice' }).click()
  await page.getByText('Nothing received yet.').waitFor()
})

afterAll(async () => {
  await browser?.close()
  await headless?.stop()
})

beforeEach(({ skip }) => {
  if ('missing' in chromium) skip(chromium.missing)
})

const phone = () => page.getByRole('article', { name: '+1 555-010-0001' }).or(page.getByRole('article').first())

test('a phone scans the code of the device that waits for it', async () => {
  await api.post('/devices', { name: 'Shop' })
  await page.getByRole('button', { name: 'Scan the code of Shop' }).first().click()
  await phone().getByText('Linked to Shop.').waitFor()
})

test('what a customer received is seen at once, as it was read', async () => {
  await until('the device', async () => {
    const { devices } = (await api.get('/devices')) as { devices: { status: string }[] }
    return devices[0]?.status === 'connected'
  })
  await api.post('/send', { number: customer, message: 'Your *order 1042* is ready.' })
  const talk = page.getByRole('log')
  await talk.getByText('order 1042').waitFor()
  await talk.getByText('Read', { exact: true }).waitFor()
  await page.getByText('3 practice phones. 1 message received, 1 read.').first().waitFor()
})

test('a customer who answers STOP is opted out', async () => {
  await page.keyboard.press('Control+Enter')
  await page.getByRole('dialog').getByRole('button', { name: 'Answer STOP' }).click()
  await page.getByRole('log').getByText('STOP', { exact: true }).waitFor()
  const { optOuts } = await until('the opt-out', async () => {
    const list = (await api.get('/opt-outs')) as { total: number; optOuts: { number: string }[] }
    return list.total === 1 && list
  })
  expect(optOuts).toMatchObject([{ number: customer }])
})

test('nothing moves under the pointer while messages come', async () => {
  const list = page.getByRole('list', { name: 'Numbers' })
  const shown = async () =>
    (await list.getByRole('button').allTextContents()).map((text) => text.replaceAll(/[^\d+ ]/g, '').slice(0, 15))
  const arrived = (words: string) => list.getByText(words).waitFor()
  for (const last of [1, 2]) await api.post('/send', { number: `92300222000${last}`, message: `Salam ${last}` })
  await arrived('Salam 1')
  await arrived('Salam 2')
  const before = await shown()
  await api.post('/send', { number: '923002220001', message: 'Once more' })
  await arrived('Once more')
  expect(await shown()).toEqual(before)
  await list.hover()
  await api.post('/send', { number: '923002220003', message: 'Salam 3' })
  await arrived('Salam 3')
  expect(await shown()).toEqual([...before, '+92 300 2220003'])
  await page.getByRole('heading', { level: 1 }).hover()
  await api.post('/send', { number: '923002220004', message: 'Salam 4' })
  await arrived('Salam 4')
  expect(await shown()).toEqual(['+92 300 2220004', ...before, '+92 300 2220003'])
})

test('a fault that is switched on strikes, says how often, and ends', async () => {
  await page.getByRole('switch', { name: 'Refuse every message' }).click()
  await until('the switch', async () => {
    const { faults } = (await network.get('/faults')) as { faults: unknown[] }
    return faults.length === 1
  })
  await api.post('/send', { number: '923007654321', message: 'Refused' })
  await page.getByText(/^Struck/).waitFor()
  await page.getByRole('button', { name: 'End all' }).click()
  await until('the end', async () => ((await network.get('/faults')) as { faults: unknown[] }).faults.length === 0)
  await page.getByRole('button', { name: 'End all' }).waitFor({ state: 'detached' })
  expect(await page.getByRole('switch', { name: 'Refuse every message' }).isChecked()).toBe(false)
})

test('starting afresh asks first, and forgets', async () => {
  await page.getByRole('button', { name: 'Start afresh' }).click()
  const question = page.getByRole('alertdialog')
  await question.getByRole('button', { name: 'Start afresh' }).click()
  await page.getByText('Nothing received yet.').waitFor()
  expect(await network.get('/messages')).toEqual({ messages: [] })
  expect(complaints).toEqual([])
})

test('a network that stopped is named, with what was seen before', async () => {
  const alone = await startPracticeAlone()
  const program = await startHeadless({ practiceAt: alone.url })
  try {
    const other = await (await openWindow(browser)).newPage()
    await other.goto(program.ui)
    await other.getByRole('navigation').getByRole('link', { name: 'Practice' }).click()
    await other.getByText('3 practice phones. No message received yet.').first().waitFor()
    await alone.kill()
    await other.getByText('The practice network stopped and is starting again. Messages wait.').first().waitFor()
    expect(await other.getByRole('heading', { name: '+1 555 010 0001' }).isVisible()).toBe(true)
  } finally {
    await program.stop()
    await alone.kill()
  }
})
