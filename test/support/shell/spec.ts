// What holds of the desktop program, in the order in which it is tried on one start of it. One text for every runner and
// for both shells: real Electron, and the stand-in over a real Chromium.
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Api } from '../api.ts'
import { until } from '../until.ts'
import type { Shell } from './shell.ts'

export interface Scene {
  shell: Shell
  /** The program's REST API, and the practice network's. */
  api: Api
  network: Api
  dataDir: string
  downloads: string
  /** Addresses of the module workers that the page has begun. */
  workers: string[]
}

export interface Case {
  name: string
  /** Electron gives a test no way to do it. */
  onlyStandIn?: string
  run(scene: Scene): Promise<void>
}

const END_WITHIN_MS = 10_000
const list = ['923001230001', '923001230002', '923001230003', '923001230004']

/** The one window, as the main process sees it. */
const windowOf = ({ shell }: Scene) =>
  shell.evaluate(({ BrowserWindow }) => {
    const [first, ...others] = BrowserWindow.getAllWindows()
    return { isVisible: first?.isVisible(), url: first?.webContents.getURL(), others: others.length }
  }, null)

const visible = (scene: Scene, wanted: boolean) =>
  until(`the window to be ${wanted ? 'shown' : 'hidden'}`, async () => (await windowOf(scene)).isVisible === wanted)

const receivedBy = async ({ network }: Scene) => ((await network.get('/messages')).messages as { to: string }[]).length

async function go({ shell: { page } }: Scene, name: string): Promise<void> {
  const link = page.getByRole('navigation').getByRole('link', { name: new RegExp(`^${name}`) })
  await link.click()
  await page.getByRole('heading', { level: 1, name, exact: true }).waitFor()
}

export const cases: Case[] = [
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
    name: 'the page has no Node, a sandbox, and no more of the shell than the keyhole shows',
    async run({ shell }) {
      const seen = await shell.page.evaluate(() => {
        const world = globalThis as unknown as Record<string, unknown>
        const keyhole = Object(world.desktop) as Record<string, unknown>
        const tried = Reflect.set(keyhole, 'platform', 'other')
        const names = Object.keys(keyhole).sort()
        return {
          node: typeof world.require,
          process: typeof world.process,
          names,
          tried,
          isSecure: world.isSecureContext,
        }
      })
      const names = ['openLastSaved', 'platform', 'showLastSaved']
      assert.deepEqual(seen, { node: 'undefined', process: 'undefined', names, tried: false, isSecure: true })
      const all = await shell.evaluate(({ webContents }) => {
        const contents = webContents.getAllWebContents() as unknown as { getLastWebPreferences(): object }[]
        return contents.map((one) => one.getLastWebPreferences() as Record<string, unknown>)
      }, null)
      const wanted = {
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
        webviewTag: false,
      }
      for (const one of all) assert.deepEqual({ ...one, ...wanted }, one)
      assert.equal(all.length, 1)
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
      await page.getByRole('textbox', { name: 'Numbers, one a line' }).fill([...list, 'nobody'].join('\n'))
      await page
        .getByRole('textbox', { name: /Message|text/i })
        .last()
        .fill('We open at ten.')
      await page.getByText('nobody').first().waitFor()
      await page.getByRole('button', { name: `Queue ${list.length} messages` }).waitFor()
      assert.match(scene.workers[0] ?? '', /\/assets\/read-worker-[\w-]+\.js$/)
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
      assert.ok((await receivedBy(scene)) < list.length, 'all had gone before the window was closed')
      await until('all to arrive', async () => (await receivedBy(scene)) === list.length)
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
      await page.getByRole('button', { name: `Export ${list.length} rows`, exact: true }).click()
      const show = page.getByRole('button', { name: 'Show in folder' })
      await show.waitFor()
      await until(
        'the file to be there',
        () => existsSync(chosen) && readFileSync(chosen, 'utf8').includes(list[3] ?? ''),
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
      await until('the file to be there', () => existsSync(path) && readFileSync(path, 'utf8').includes(list[0] ?? ''))
      assert.equal(shell.page.url(), before)
    },
  },
  {
    name: 'it cannot leave: no other page, no other window, no frame of another',
    async run(scene) {
      const { shell } = scene
      const { page } = shell
      const before = page.url()
      await page.evaluate(() => {
        const world = globalThis as unknown as { open(url: string): unknown; location: { href: string } }
        world.open('https://example.com/opened')
        world.location.href = 'https://example.com/left'
      })
      await until('the other window to be refused', async () => {
        const opened = await shell.evaluate(({ BrowserWindow }) => {
          const contents = BrowserWindow.getAllWindows()[0]?.webContents as
            | { opened?: { url: string; action: string }[] }
            | undefined
          return contents?.opened ?? null
        }, null)
        return opened === null || opened.some(({ action }) => action === 'deny')
      })
      await until('the other window to be gone', () => page.context().pages().length === 1)
      await page.getByRole('heading', { level: 1, name: 'History' }).waitFor()
      assert.equal(page.url(), before)
      assert.equal((await windowOf(scene)).others, 0)
    },
  },
  {
    name: 'nothing of the web is fetched, even where the program itself asked for it',
    async run({ shell }) {
      const outcome = await shell.evaluate(async ({ BrowserWindow }) => {
        const other = new BrowserWindow({ show: false })
        const loaded = await other.loadURL('https://example.com/').then(
          () => 'loaded',
          () => 'refused',
        )
        other.destroy()
        return loaded
      }, null)
      assert.equal(outcome, 'refused')
    },
  },
  {
    name: 'the page may write to the clipboard and have nothing else of the system',
    async run({ shell: { page } }) {
      const states = await page.evaluate(async () => {
        const { permissions } = (
          globalThis as unknown as {
            navigator: { permissions: { query(what: { name: string }): Promise<{ state: string }> } }
          }
        ).navigator
        const names = ['clipboard-write', 'clipboard-read', 'geolocation', 'notifications', 'camera', 'microphone']
        const found: Record<string, string> = {}
        for (const name of names) found[name] = (await permissions.query({ name })).state
        return found
      })
      const denied = {
        'clipboard-read': 'denied',
        geolocation: 'denied',
        notifications: 'denied',
        camera: 'denied',
        microphone: 'denied',
      }
      assert.deepEqual(states, { 'clipboard-write': 'granted', ...denied })
    },
  },
  {
    name: 'the page may load itself anew, and its bridge with it',
    async run(scene) {
      const { page } = scene.shell
      await page.evaluate(() => {
        const world = globalThis as unknown as { isOld?: boolean; location: { reload(): void } }
        world.isOld = true
        world.location.reload()
      })
      await until('a fresh page', async () =>
        page.evaluate(() => !(globalThis as unknown as { isOld?: boolean }).isOld).catch(() => false),
      )
      await go(scene, 'Devices')
      await page.getByRole('article', { name: 'Counter' }).getByText('Connected', { exact: true }).waitFor()
    },
  },
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
