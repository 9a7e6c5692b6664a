// The desktop app as a person opens it: a real Electron window on the practice network, and the walls round the page.
// Runs where Electron's binary and a screen are; elsewhere each test is skipped by that name. Nothing here downloads it.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type ElectronApplication, _electron as electron, expect, type Page, test } from '@playwright/test'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Where the binary lies; never through the package's own index, which would begin to download. */
function binary(): string | null {
  const folder = join(root, 'node_modules', 'electron')
  const note = join(folder, 'path.txt')
  const name = existsSync(note) ? readFileSync(note, 'utf8').trim() : 'electron'
  const path = join(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist'), name)
  return existsSync(path) ? path : null
}

const executablePath = binary()
const hasScreen = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
const missing = executablePath === null ? "Electron's binary is not here" : hasScreen ? null : 'there is no screen'

test.describe.configure({ mode: 'serial' })
test.skip(missing !== null, missing ?? '')

let dir: string
let app: ElectronApplication
let page: Page

test.beforeAll(async () => {
  if (executablePath === null) return
  dir = mkdtempSync(join(tmpdir(), 'dakiya-desktop-'))
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  app = await electron.launch({
    executablePath,
    args: [...asRoot, root, '--practice', '--port', '0', '--data-dir', dir],
  })
  page = await app.firstWindow()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
})

test.afterAll(async () => {
  await app?.close()
  if (dir) rmSync(dir, { recursive: true, force: true })
})

test('opens on the dashboard, through the bridge, with practice in the title', async () => {
  expect(new URL(page.url()).protocol).toBe('app:')
  await expect(page.getByText('Three steps to your first message')).toBeVisible()
  await expect(page).toHaveTitle(/\[Practice\]/)
})

test('the page has no Node, a sandbox, and no more of the shell than the keyhole shows', async () => {
  const seen = await page.evaluate(() => {
    const world = globalThis as unknown as Record<string, unknown>
    return {
      node: typeof world.require,
      process: typeof world.process,
      keyhole: Object.keys(Object(world.desktop)).sort(),
    }
  })
  expect(seen).toEqual({
    node: 'undefined',
    process: 'undefined',
    keyhole: ['openLastSaved', 'platform', 'showLastSaved'],
  })
  const preferences = await app.evaluate(({ webContents }) => {
    const all = webContents.getAllWebContents() as unknown as { getLastWebPreferences(): Record<string, unknown> }[]
    return all.map((contents) => contents.getLastWebPreferences())
  })
  for (const one of preferences) {
    expect(one).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true })
  }
})

test('it cannot leave: no other page, no other window', async () => {
  const before = page.url()
  const windows = app.windows().length
  await page.evaluate(() => {
    const world = globalThis as unknown as { open(url: string): unknown; location: { href: string } }
    world.open('https://example.com/')
    world.location.href = 'https://example.com/'
  })
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  expect(page.url()).toBe(before)
  expect(app.windows()).toHaveLength(windows)
})

test('links a practice phone and shows it connected', async () => {
  await page
    .getByRole('navigation')
    .getByRole('link', { name: /^Devices/ })
    .click()
  await page.getByRole('button', { name: 'Link a phone' }).first().click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Shop')
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('button', { name: 'Scan with practice phone +1 555 010 0001' }).click()
  await page.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByRole('article', { name: 'Shop' }).getByText('Connected', { exact: true })).toBeVisible()
})
