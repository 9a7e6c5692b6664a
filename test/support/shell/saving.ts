// What a page saves goes where the person says in the dialog, however the page comes to it.
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { until } from '../until.ts'
import { type Case, go, recipients } from './steps.ts'

export const saving: Case[] = [
  {
    name: 'saves an export where the dialog says, and shows it there',
    async run(scene) {
      const { shell, downloads } = scene
      const { page } = shell
      const chosen = join(downloads, 'chosen by a person.csv')
      await shell.evaluate(({ session, shell: system }, path) => {
        const world = globalThis as unknown as { proposed?: string; shown?: string }
        session.defaultSession.once('will-download', (_event, item) => {
          world.proposed = item.getSaveDialogOptions().defaultPath ?? ''
          item.setSavePath(path)
        })
        system.showItemInFolder = (shown) => {
          world.shown = shown
        }
      }, chosen)
      await go(scene, 'History')
      await page.keyboard.press('Control+e')
      await page.getByRole('button', { name: `Export ${recipients.length} rows`, exact: true }).click()
      const show = page.getByRole('button', { name: 'Show in folder' })
      await show.waitFor()
      await until(
        'the file to be there',
        () => existsSync(chosen) && readFileSync(chosen, 'utf8').includes(recipients[3] ?? ''),
      )
      const told = () =>
        shell.evaluate(() => {
          const { proposed = '', shown = '' } = globalThis as unknown as { proposed?: string; shown?: string }
          return { proposed, shown }
        }, null)
      await until('the folder to be shown', async () => {
        await show.click()
        return (await told()).shown === chosen
      })
      const { proposed } = await told()
      assert.equal(join(proposed, '..'), downloads)
      assert.match(proposed, /dakiya-history.*\.csv$/)
      await page.keyboard.press('Escape')
    },
  },
  {
    name: 'an address of an export is a download, however the page comes to it',
    async run({ shell, downloads }) {
      const path = join(downloads, 'by address.csv')
      await shell.evaluate(({ session }, to) => {
        session.defaultSession.once('will-download', (_event, item) => item.setSavePath(to))
      }, path)
      const before = shell.page.url()
      await shell.page.evaluate(() => {
        const world = globalThis as unknown as { location: { href: string } }
        world.location.href = '/exports/history.csv'
      })
      await until(
        'the file to be there',
        () => existsSync(path) && readFileSync(path, 'utf8').includes(recipients[0] ?? ''),
      )
      assert.equal(shell.page.url(), before)
    },
  },
]
