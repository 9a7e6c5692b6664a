// The program's life as a person sees it: it opens, links, reads a list, hides, goes on, comes back, ends.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { until } from '../until.ts'
import { type Case, go, recipients, type Scene, windowOf } from './steps.ts'

const END_WITHIN_MS = 10_000

const visible = (scene: Scene, wanted: boolean) =>
  until(`the window to be ${wanted ? 'shown' : 'hidden'}`, async () => (await windowOf(scene)).isVisible === wanted)

const receivedBy = async ({ network }: Scene) => ((await network.get('/messages')).messages as { to: string }[]).length

export const life: Case[] = [
  {
    name: 'opens one window on the dashboard, under app:, with practice in its title',
    async run(scene) {
      const { page } = scene.shell
      await page.getByRole('heading', { level: 1, name: 'Dashboard' }).waitFor()
      await page.getByText('Three steps to your first message').waitFor()
      await until('practice in the title', async () => (await page.title()).includes('[Practice]'))
      await visible(scene, true)
      assert.deepEqual(await windowOf(scene), { isVisible: true, url: 'app://dakiya/', others: 0 })
    },
  },
  {
    name: 'links a practice phone over the bridge, and the news of it arrive by themselves',
    async run(scene) {
      const { page } = scene.shell
      await go(scene, 'Devices')
      await page.getByRole('button', { name: 'Link a phone' }).first().click()
      await page.getByRole('textbox', { name: 'Name' }).fill('Shop')
      await page.getByRole('button', { name: 'Next' }).click()
      await page.getByRole('button', { name: 'Scan with practice phone +1 555 010 0001' }).click()
      await page.getByRole('button', { name: 'Done' }).click()
      const shop = page.getByRole('article', { name: 'Shop' })
      await shop.getByText('Connected', { exact: true }).waitFor()
      // What another program does is news to the page, which asks for nothing.
      const { devices } = (await scene.api.get('/devices')) as { devices: { sessionId: string }[] }
      await scene.api.patch(`/devices/${devices[0]?.sessionId}`, { name: 'Counter' })
      await page.getByRole('article', { name: 'Counter' }).waitFor()
    },
  },
  {
    name: 'reads a list in its module worker and queues it',
    async run(scene) {
      const { page } = scene.shell
      await go(scene, 'Bulk send')
      await page.getByRole('textbox', { name: 'Numbers, one a line' }).fill([...recipients, 'nobody'].join('\n'))
      await page
        .getByRole('textbox', { name: /Message|text/i })
        .last()
        .fill('We open at ten.')
      await page.getByText('nobody').first().waitFor()
      await page.getByRole('button', { name: `Queue ${recipients.length} messages` }).waitFor()
      assert.match(scene.workers[0] ?? '', /\/assets\/parse-worker-[\w-]+\.js$/)
    },
  },
  {
    name: 'a module worker of the pages loads and answers',
    async run({ shell, workers }) {
      const answer = await shell.page.evaluate(async (address) => {
        const world = globalThis as unknown as {
          Worker: new (at: string, options: object) => EventTarget & { postMessage(data: unknown): void }
        }
        const worker = new world.Worker(address, { type: 'module' })
        return await new Promise((resolve) => {
          worker.addEventListener('message', (event) => resolve((event as unknown as { data: unknown }).data))
          worker.addEventListener('error', () => resolve('it did not load'))
          worker.postMessage({ text: 'Ali,923001230001' })
        })
      }, workers[0] ?? '')
      const [row] = (answer as { rows: { cells: string[] }[] }).rows
      assert.deepEqual(row?.cells, ['Ali', '923001230001'])
    },
  },
  {
    name: 'closing hides the window, and sending goes on',
    async run(scene) {
      const { shell } = scene
      await shell.page.keyboard.press('Control+Enter')
      await until('the first to arrive', async () => (await receivedBy(scene)) > 0)
      await shell.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close(), null)
      await visible(scene, false)
      assert.ok((await receivedBy(scene)) < recipients.length, 'all had gone before the window was closed')
      await until('all to arrive', async () => (await receivedBy(scene)) === recipients.length)
      assert.equal((await windowOf(scene)).isVisible, false)
    },
  },
  {
    name: 'a second start shows the window of the first and ends',
    async run(scene) {
      assert.equal(await scene.shell.again(), 0)
      await visible(scene, true)
      assert.equal((await windowOf(scene)).others, 0)
    },
  },
  {
    name: 'the tray says what it is and opens the window again',
    onlyStandIn: 'Electron gives a test no hold of the tray',
    async run(scene) {
      const { shell } = scene
      const inTray = (click: 'icon' | 'menu') =>
        shell.evaluate(({ Tray }, what) => {
          const [tray] = (Tray as unknown as { all: (Electron.Tray & { menu: Electron.Menu; toolTip: string })[] }).all
          if (what === 'icon') tray?.emit('click')
          else tray?.menu.items.find(({ label }) => label === 'Open Dakiya')?.click()
          return {
            toolTip: tray?.toolTip,
            labels: tray?.menu.items.map(({ label, type }) => (type === 'separator' ? '-' : label)),
          }
        }, click)
      for (const click of ['icon', 'menu'] as const) {
        await shell.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close(), null)
        await visible(scene, false)
        const labels = ['Open Dakiya', '-', 'Quit Dakiya (sending stops)']
        assert.deepEqual(await inTray(click), { toolTip: 'Dakiya [Practice]', labels })
        await visible(scene, true)
      }
    },
  },
]

export const end: Case[] = [
  {
    name: 'quits by its menu, in order and in time',
    async run({ shell, dataDir }) {
      const begun = performance.now()
      const labels = await shell.evaluate(({ Menu, app }) => {
        const all = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []) ?? []
        // After the answer, which the end would cut off.
        setTimeout(() => all.find(({ label }) => label === 'Quit Dakiya')?.click(), 50)
        return { labels: all.map(({ label }) => label), isPackaged: app.isPackaged }
      }, null)
      assert.ok(labels.labels.includes('Close window'))
      assert.equal(await shell.ended, 0)
      assert.ok(performance.now() - begun < END_WITHIN_MS)
      // The last connection folds the log into the file; a process that was cut off leaves it.
      assert.equal(existsSync(join(dataDir, 'practice', 'dakiya.db')), true)
      assert.equal(existsSync(join(dataDir, 'practice', 'dakiya.db-wal')), false)
      assert.equal(existsSync(join(dataDir, 'practice', 'window.json')), true)
    },
  },
]
