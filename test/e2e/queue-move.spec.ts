// Rows picked in the queue go to another device, and come back with Undo. Real Chromium, the built program, the practice network.
import { expect } from '@playwright/test'
import type { Api } from '../support/api.ts'
import { story } from './fixtures.ts'

const test = story({ phones: { Shop: '15550100001', Sales: '15550100002' }, settings: { isPaused: true } })

/** The last digits of the numbers whose messages wait for a device, in their order. */
async function waiting(api: Api, sessionId: string | undefined): Promise<string[]> {
  const { messages } = (await api.get(`/queue?sessionId=${sessionId}`)) as { messages: { number: string }[] }
  return messages.map(({ number }) => number.slice(-1))
}

test.beforeAll(async ({ api, devices }) => {
  const messages = [1, 2, 3].map((last) => ({
    number: `92300123450${last}`,
    message: `no. ${last}`,
    sessionId: devices.Shop,
  }))
  await api.post('/send-bulk', { messages })
})

test('two of three rows move to the other device, and back', async ({ page, api, devices }) => {
  const both = async () => [await waiting(api, devices.Shop), await waiting(api, devices.Sales)]
  await page
    .getByRole('navigation')
    .getByRole('link', { name: /^Queue/ })
    .click()
  await expect(page.getByRole('row', { name: /1234502/ })).toBeVisible()
  for (const last of [1, 3])
    await page
      .getByRole('row', { name: new RegExp(`123450${last}`) })
      .getByRole('checkbox')
      .click()
  await page.getByRole('button', { name: 'Move to another device' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('Sales').first()).toBeVisible()
  await dialog.getByRole('button', { name: 'Move 2 messages' }).click()
  await expect(page.getByText('2 messages moved to Sales.')).toBeVisible()
  expect(await both()).toEqual([['2'], ['1', '3']])
  await expect(page.getByRole('row', { name: /1234501/ }).getByText('Sales')).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('row', { name: /1234501/ }).getByText('Shop')).toBeVisible()
  expect(await both()).toEqual([['1', '2', '3'], []])
})
