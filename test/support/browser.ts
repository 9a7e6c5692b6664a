// A real Chromium for the end-to-end tests: the system's, else one installed as root by apt, else the one of the npm
// package @sparticuz/chromium, fetched into .cache. Where none can be had, the tests are skipped with the reason named.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Browser, BrowserContext, LaunchOptions } from '@playwright/test'

const root = fileURLToPath(new URL('../..', import.meta.url))
const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome']
const usualPlaces = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
]
/** Pinned, so that a run today and one next year use the same browser. */
const PACKAGE = '@sparticuz/chromium@153.0.0'
const INSTALL_WITHIN_MS = 240_000

export interface Found {
  path: string
  args: readonly string[]
}

/** The Chromium to use, or why there is none, in one sentence. */
export async function findChromium(): Promise<Found | { missing: string }> {
  const named = process.env.CHROMIUM_PATH
  if (named) return existsSync(named) ? found(named) : { missing: `CHROMIUM_PATH names ${named}, which is not there` }
  const system = onThisPc()
  if (system) return found(system)
  if (installByApt()) {
    const installed = onThisPc()
    if (installed) return found(installed)
  }
  try {
    return await fromPackage()
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.split('\n')[0] : String(cause)
    return { missing: `no Chromium: none on this PC, none by apt, and ${PACKAGE} could not be had (${why})` }
  }
}

const quiet = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--force-color-profile=srgb',
]

const found = (path: string, args: readonly string[] = []): Found => ({ path, args })

function onThisPc(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const candidates = [...folders.flatMap((folder) => names.map((name) => join(folder, name))), ...usualPlaces]
  return candidates.find((path) => existsSync(path))
}

function installByApt(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false
  const run = (...args: string[]) =>
    spawnSync('apt-get', args, {
      stdio: ['ignore', 2, 2],
      timeout: INSTALL_WITHIN_MS,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0
  return (
    run('install', '-y', '--no-install-recommends', 'chromium') || (run('update') && run('install', '-y', 'chromium'))
  )
}

/** The package unpacks its Chromium when asked for its path. */
async function fromPackage(): Promise<Found> {
  const folder = join(root, '.cache', 'chromium')
  mkdirSync(folder, { recursive: true })
  if (!existsSync(join(folder, 'package.json'))) writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const isThere = existsSync(join(folder, 'node_modules', '@sparticuz', 'chromium'))
  if (!isThere) {
    const run = spawnSync(npm, ['install', '--no-audit', '--no-fund', PACKAGE], {
      cwd: folder,
      stdio: ['ignore', 2, 2],
      timeout: INSTALL_WITHIN_MS,
      shell: process.platform === 'win32',
    })
    if (run.status !== 0) throw new Error('npm could not install it')
  }
  const entry = createRequire(join(folder, 'package.json')).resolve('@sparticuz/chromium')
  const { default: packed } = (await import(pathToFileURL(entry).href)) as {
    default: { args: string[]; executablePath(): Promise<string> }
  }
  return found(await packed.executablePath(), packed.args)
}

/** How it is opened: quiet, and without its sandbox where it is run by root, which Chromium asks for. */
export function launchOptionsOf({ path, args }: Found): LaunchOptions {
  const root = process.platform === 'linux' && process.getuid?.() === 0
  return {
    executablePath: path,
    args: [...quiet, ...args, ...(root ? ['--no-sandbox'] : []), '--disable-gpu'],
  }
}

export interface Look {
  width?: number
  height?: number
  theme?: 'light' | 'dark'
  contrast?: boolean
  /** The cookie of another window (`context.storageState()`), so that one sign-in serves all. */
  signedIn?: Awaited<ReturnType<BrowserContext['storageState']>>
}

/** A fresh window of the English page, so that a picture is the same on every PC. No action on it takes over 30 s. */
export async function openWindow(browser: Browser, look: Look = {}): Promise<BrowserContext> {
  const window = await browser.newContext({
    viewport: { width: look.width ?? 1280, height: look.height ?? 800 },
    colorScheme: look.theme ?? 'light',
    contrast: look.contrast ? 'more' : 'no-preference',
    locale: 'en-GB',
    reducedMotion: 'reduce',
    acceptDownloads: true,
    ...(look.signedIn && { storageState: look.signedIn }),
  })
  window.setDefaultTimeout(30_000)
  return window
}
