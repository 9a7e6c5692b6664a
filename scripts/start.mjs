// `npm start`: builds what is stale and opens the desktop app. Where Electron's binary cannot be had, or there is no screen
// to show a window on, it says so in one line and goes on headless; the page then opens in the browser, or its address is printed.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from './build.mjs'

/** The binary is about 120 MB; on a line too slow for this, headless is the better start. */
const DOWNLOAD_WITHIN_MS = 180_000
const AT_ONCE_MS = 5_000

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

async function headless(why) {
  process.stderr.write(`${why}, so Dakiya runs without one; its page is for the browser.\n`)
  const entry = fileURLToPath(new URL('../out/main/headless.js', import.meta.url))
  process.argv = [process.argv[0], entry, ...flags]
  await import('../out/main/headless.js')
}

build()
if (program === null) await headless(hasScreen ? "Electron's binary cannot be had" : 'There is no screen for a window')
else {
  const startedAt = performance.now()
  const child = spawn(program, [root, ...flags], { stdio: 'inherit' })
  const passOn = ['SIGINT', 'SIGTERM'].map((signal) => [signal, () => child.kill(signal)])
  for (const [signal, pass] of passOn) process.on(signal, pass)
  child.on('error', () => {})
  child.on('close', (code) => {
    // 0 is a person's wish and 2 a refusal with its sentence; anything else so soon means that this PC cannot run it.
    if (code === 0 || code === 2 || performance.now() - startedAt > AT_ONCE_MS) process.exit(code ?? 1)
    for (const [signal, pass] of passOn) process.off(signal, pass)
    void headless('Electron cannot show a window here')
  })
}
