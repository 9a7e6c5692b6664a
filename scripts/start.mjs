// `npm start`: builds what is stale and opens the desktop app. Where Electron's binary cannot be had, or there is no screen
// to show a window on, it says so in one line and goes on headless; the page then opens in the browser, or its address is printed.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from './build.mjs'

/** The binary is about 120 MB; on a line too slow for this, headless is the better start. */
const DOWNLOAD_WITHIN_MS = 180_000

const root = fileURLToPath(new URL('..', import.meta.url))
const flags = process.argv.slice(2)
const electron = join(root, 'node_modules', 'electron')

/** Where the binary lies, if it is here. Never through the package's own index, which would begin to download. */
function binary() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH
  const note = join(electron, 'path.txt')
  const name = existsSync(note) ? readFileSync(note, 'utf8').trim() : 'electron'
  const path = join(override ?? join(electron, 'dist'), name)
  return existsSync(path) ? path : null
}

function download() {
  process.stderr.write('Fetching Electron, once (about 120 MB) …\n')
  spawnSync(process.execPath, [join(electron, 'install.js')], { stdio: 'ignore', timeout: DOWNLOAD_WITHIN_MS })
  return binary()
}

const { DISPLAY, WAYLAND_DISPLAY } = process.env
const hasScreen = process.platform !== 'linux' || Boolean(DISPLAY || WAYLAND_DISPLAY)
const program = hasScreen ? (binary() ?? download()) : null

build()
if (program === null) {
  const why = hasScreen ? "Electron's binary cannot be had" : 'There is no screen for a window'
  process.stderr.write(`${why}, so Dakiya runs without one; its page is for the browser.\n`)
  const entry = fileURLToPath(new URL('../out/main/headless.js', import.meta.url))
  process.argv = [process.argv[0], entry, ...flags]
  await import('../out/main/headless.js')
} else {
  const child = spawn(program, [join(root, 'out', 'main', 'index.js'), ...flags], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code) => process.exit(code ?? 1))
}
