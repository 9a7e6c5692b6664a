// The Practice page as a person sees it: write as a customer, who answers STOP and is opted out; a fault switch strikes;
// the network is started afresh. Real Chromium, the built program, real Baileys, the practice network.
import { expect } from '@playwright/test'
import { openWindow } from '../support/browser.ts'
import { startHeadless, startPracticeAlone } from '../support/headless.ts'
import { story } from './fixtures.ts'
import { UNLIMITED } from './link.ts'

const customer = '923001234567'
const test = story({ settings: UNLIMITED, contacts: { deliverAfterMs: 20, readAfterMs: 40, reads: true } })

test.describe.configure({ mode: 'serial' })

test('a phone scans the code of the device that waits for it', async ({ page, api }) => {
  await page.getByRole('navigation').getByRole('link', { name: 'Practice' }).click()
  await expect(page.getByText('Nothing received yet.')).toBeVisible()
  await api.post('/devices', { name: 'Shop' })
  await page.getByRole('button', { name: 'Scan the code of Shop' }).first().click()
  const phone = page.getByRole('article', { name: '+1 555-010-0001' }).or(page.getByRole('article').first())
  await expect(phone.getByText('Linked to Shop.')).toBeVisible()
})

test('what a customer received is seen at once, as it was read', async ({ page, api }) => {
  await expect.poll(() => api.get('/devices')).toMatchObject({ devices: [{ status: 'connected' }] })
  await api.post('/send', { number: customer, message: 'Your *order 1042* is ready.' })
  const talk = page.getByRole('log')
  await expect(talk.getByText('order 1042')).toBeVisible()
  await expect(talk.getByText('Read', { exact: true })).toBeVisible()
  await expect(page.getByText('3 practice phones. 1 message received, 1 read.').first()).toBeVisible()
})

test('a customer who answers STOP is opted out', async ({ page, api }) => {
  await page.keyboard.press('Control+Enter')
  await page.getByRole('dialog').getByRole('button', { name: 'Answer STOP' }).click()
  await expect(page.getByRole('log').getByText('STOP', { exact: true })).toBeVisible()
  await expect.poll(() => api.get('/opt-outs')).toMatchObject({ total: 1, optOuts: [{ number: customer }] })
})

test('nothing moves under the pointer while messages come', async ({ page, api }) => {
  const list = page.getByRole('list', { name: 'Numbers' })
  const shown = async () =>
    (await list.getByRole('button').allTextContents()).map((text) => text.replaceAll(/[^\d+ ]/g, '').slice(0, 15))
  const arrived = async (words: string) => await expect(list.getByText(words)).toBeVisible()
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

test('a fault that is switched on strikes, says how often, and ends', async ({ page, api, network }) => {
  await page.getByRole('switch', { name: 'Refuse every message' }).click()
  const faults = async () => (await network.get('/faults')).faults
  await expect.poll(faults).toHaveLength(1)
  await api.post('/send', { number: '923007654321', message: 'Refused' })
  await expect(page.getByText(/^Struck/)).toBeVisible()
  await page.getByRole('button', { name: 'End all' }).click()
  await expect.poll(faults).toHaveLength(0)
  await expect(page.getByRole('button', { name: 'End all' })).toHaveCount(0)
  await expect(page.getByRole('switch', { name: 'Refuse every message' })).not.toBeChecked()
})

test('starting afresh asks first, and forgets', async ({ page, network, complaints }) => {
  await page.getByRole('button', { name: 'Start afresh' }).click()
  const question = page.getByRole('alertdialog')
  await question.getByRole('button', { name: 'Start afresh' }).click()
  await expect(page.getByText('Nothing received yet.')).toBeVisible()
  expect(await network.get('/messages')).toEqual({ messages: [] })
  expect(complaints).toEqual([])
})

test('a network that stopped is named, with what was seen before', async ({ browser }) => {
  const alone = await startPracticeAlone()
  const program = await startHeadless({ practiceAt: alone.url })
  try {
    const other = await (await openWindow(browser)).newPage()
    await other.goto(program.ui)
    await other.getByRole('navigation').getByRole('link', { name: 'Practice' }).click()
    await expect(other.getByText('3 practice phones. No message received yet.').first()).toBeVisible()
    await alone.kill()
    await expect(
      other.getByText('The practice network stopped and is starting again. Messages wait.').first(),
    ).toBeVisible()
    expect(await other.getByRole('heading', { name: '+1 555 010 0001' }).isVisible()).toBe(true)
  } finally {
    await program.stop()
    await alone.kill()
  }
})
