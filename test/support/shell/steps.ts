// The scene on which the shell's spec is played, and the steps that its parts share.
import type { Api } from '../api.ts'
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

/** Who is written to in this spec. */
export const recipients = ['923001230001', '923001230002', '923001230003', '923001230004']

/** The one window, as the main process sees it. */
export const windowOf = ({ shell }: Scene) =>
  shell.evaluate(({ BrowserWindow }) => {
    const [first, ...others] = BrowserWindow.getAllWindows()
    return { isVisible: first?.isVisible(), url: first?.webContents.getURL(), others: others.length }
  }, null)

/** Opens a page by its link. */
export async function go({ shell: { page } }: Scene, name: string): Promise<void> {
  const link = page.getByRole('navigation').getByRole('link', { name: new RegExp(`^${name}`) })
  await link.click()
  await page.getByRole('heading', { level: 1, name, exact: true }).waitFor()
}
