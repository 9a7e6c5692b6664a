// The walls round a page: what even one that was taken over cannot do, and what it may.
import assert from 'node:assert/strict'
import { until } from '../until.ts'
import { type Case, go, windowOf } from './steps.ts'

export const walls: Case[] = [
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
    name: 'it cannot leave: no other page, no other window',
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
        const loaded = await other.loadURL('http://example.com/').then(
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
]
