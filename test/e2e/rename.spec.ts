// A device gets another name: an empty one is refused with a sentence, Undo brings the old one back. Real Chromium, the built program.
import { expect } from '@playwright/test'
import { story } from './fixtures.ts'

const test = story({ phones: { Shop: '15550100001' } })

test('a device is renamed, not to nothing, and back', async ({ page }) => {
  await page
    .getByRole('navigation')
    .getByRole('link', { name: /^Devices/ })
    .click()
  await page.getByRole('button', { name: 'More for Shop' }).click()
  await page.getByRole('menuitem', { name: 'Rename' }).click()
  const dialog = page.getByRole('dialog', { name: 'Rename Shop' })
  const field = dialog.getByRole('textbox', { name: 'Name' })
  await expect(field).toBeFocused()

  await field.fill('  ')
  await dialog.getByRole('button', { name: 'Rename' }).click()
  await expect(dialog.getByText('Give the device a name.')).toBeVisible()
  await expect(field).toBeFocused()

  await field.fill(' Front desk ')
  await field.press('Enter')
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('article', { name: 'Front desk' })).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('article', { name: 'Shop' })).toBeVisible()
})
