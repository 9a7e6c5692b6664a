// The built program in real Electron, where its binary and a screen are. Nothing here downloads it.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { _electron as electron } from '../electron/playwright.ts'
import type { Shell } from './shell.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** Where the binary lies; never through the package's own index, which would begin to download. */
function binary(): string | null {
  const folder = join(root, 'node_modules', 'electron')
  const note = join(folder, 'path.txt')
  const name = existsSync(note) ? readFileSync(note, 'utf8').trim() : 'electron'
  const path = join(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist'), name)
  return existsSync(path) ? path : null
}

/** Electron's binary, or why it cannot run here. */
export function findElectron(): { path: string } | { missing: string } {
  const path = binary()
  if (path === null) return { missing: "Electron's binary is not here" }
  const hasScreen = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
  return hasScreen ? { path } : { missing: 'there is no screen' }
}

/** Starts the built program; build it first. */
export async function openElectron(
  executablePath: string,
  downloads: string,
  flags: readonly string[],
): Promise<Shell> {
  const args = [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), root, ...flags]
  const app = await electron.launch({ executablePath, args })
  const child = app.process()
  const ended = once(child, 'exit').then(([code]) => code as number | null)
  const page = await app.firstWindow()
  await app.evaluate(({ app: program }, path) => program.setPath('downloads', path), downloads)
  return {
    page,
    evaluate: (work, arg) => app.evaluate(work as never, arg) as never,
    ended,
    again: async () => ((await once(spawn(executablePath, args, { stdio: 'ignore' }), 'exit')) as [number | null])[0],
    async kill() {
      if (child.exitCode === null) child.kill('SIGKILL')
      await ended
    },
  }
}
