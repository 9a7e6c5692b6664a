// A person is erased from the page, and how long things are kept is chosen there. Real Chromium, the built program, its real
// log: afterwards nothing in the profile, not even a line of the log, names them.
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from '@playwright/test'
import type { Headless } from '../support/headless.ts'
import { story } from './fixtures.ts'
import { UNLIMITED } from './link.ts'

const HER = '923001239871'
const pictures = fileURLToPath(new URL('../../test-results/pictures', import.meta.url))
const test = story({ phones: { Shop: '15550100001' }, settings: UNLIMITED })

test.describe.configure({ mode: 'serial' })

test.beforeAll(async ({ api }) => {
  mkdirSync(pictures, { recursive: true })
  const { queueId } = await api.post('/send', { number: HER, message: 'Dear Zubaidaqx' })
  const status = async () => ((await api.get(`/messages/${queueId}`)).message as { status: string }).status
  await expect.poll(status).toBe('sent')
  await api.patch('/settings', { isPaused: true })
  await api.post('/send', { number: HER, message: 'Still waiting, Zubaidaqx' })
  await api.post('/backups', {})
})

/** What of the profile names her; the practice network's own notes are the other side's. */
function found({ dataDir }: Headless, words: readonly string[]): string[] {
  const profile = join(dataDir, 'practice')
  return readdirSync(profile, { recursive: true, encoding: 'utf8' })
    .filter((name) => !name.startsWith('network'))
    .flatMap((name) => {
      const path = join(profile, name)
      if (!statSync(path).isFile()) return []
      const bytes = readFileSync(path)
      return words.filter((word) => bytes.includes(word)).map((word) => `${name}: ${word}`)
    })
}

test('a person is erased after a question that names what goes', async ({ page, api, program }) => {
  const words = [HER, 'Zubaidaqx']
  expect(found(program, words)).not.toEqual([])
  expect(found(program, words).filter((hit) => hit.startsWith('logs'))).toEqual([])
  await page.goto(new URL('/history?message=1', program.ui).href)
  await page.getByRole('button', { name: 'Erase this person' }).click()
  const question = page.getByRole('alertdialog')
  await expect(question.getByText('2 messages to them go for good')).toBeVisible()
  await expect(question.getByText('1 of them still waits; it is cancelled.')).toBeVisible()
  await expect(question.getByText('The backup holds them too')).toBeVisible()
  await page.screenshot({ path: join(pictures, 'erase-question.png') })
  await question.getByRole('button', { name: 'Erase' }).click()
  await expect(page.getByText(/^Everything kept of .* is erased\.$/)).toBeVisible()
  await expect(page.getByText('No messages yet.')).toBeVisible()
  expect(await page.getByText('Zubaidaqx').count()).toBe(0)
  expect(new URL(page.url()).searchParams.has('message')).toBe(false)
  expect(found(program, words)).toEqual([])
  const kept = await api.get(`/numbers/${HER}/kept`)
  expect(kept).toMatchObject({ success: true, number: HER, messages: 0, waiting: 0, backups: 1 })
  expect(found(program, words)).toEqual([])
})

test('how long things are kept is chosen, with a warning before the history gets shorter', async ({ page, api }) => {
  await page.getByRole('button', { name: 'View' }).click()
  await page.getByRole('menuitem', { name: 'How long things are kept' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Messages that ended').click()
  await page.getByRole('option', { name: '90 days' }).click()
  await expect(dialog.getByText('messages that ended more than 90 days ago are removed')).toBeVisible()
  await page.screenshot({ path: join(pictures, 'keeping.png') })
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toBeHidden()
  const { settings } = (await api.get('/settings')) as { settings: Record<string, unknown> }
  expect(settings).toMatchObject({ keepHistoryDays: 90, keepMediaDays: 30, keepJournalDays: 30 })
})

test('any number can be erased from the menu', async ({ page }) => {
  await page.getByRole('button', { name: 'View' }).click()
  await page.getByRole('menuitem', { name: 'Erase a person' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox').fill('+92 300 1239872')
  await page.screenshot({ path: join(pictures, 'erase-number.png') })
  await dialog.getByRole('button', { name: 'See what is kept' }).click()
  const question = page.getByRole('alertdialog')
  await expect(question.getByText('No message to them is kept.')).toBeVisible()
  await question.getByRole('button', { name: 'Keep everything' }).click()
  await expect(dialog.getByText('Their number')).toBeVisible()
})
