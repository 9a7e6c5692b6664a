// The desktop's entry: the same program as headless, plus a window. One instance a profile, before anything else.
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { app, dialog } from 'electron'
import { openDesktop } from './desktop/desktop.ts'
import { claimScheme } from './desktop/scheme.ts'
import { secureContents } from './desktop/security.ts'
import { CannotStart, type Options, readOptions } from './options.ts'
import { start } from './start.ts'
import { handleUnhandledRejections } from './unhandled-rejections.ts'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

async function run(options: Options): Promise<void> {
  app.setName('Dakiya')
  app.setAppUserModelId('app.dakiya.desktop')
  // Chromium's own files have a folder of their own; the lock on it is what makes a second start show the first window.
  app.setPath('userData', join(options.profileDir, 'window'))
  if (!app.requestSingleInstanceLock()) return app.exit(0)
  app.enableSandbox()
  claimScheme()
  secureContents()
  await app.whenReady()
  const running = await start(options, {
    kind: 'window',
    renderer: at('../renderer/'),
    fail: (sentence) => refuse(new CannotStart(sentence)),
  })
  handleUnhandledRejections({
    onBaileys: (err) => running.log.warn({ err }, 'Baileys left a promise alone'),
    onOurs(err) {
      running.log.fatal({ err }, 'a promise of ours was left alone')
      const sentence = 'Something broke inside Dakiya. What is queued stays on this PC; start it again.'
      running.close().finally(() => {
        dialog.showErrorBox('Dakiya has ended', sentence)
        app.exit(1)
      })
    },
  })
  openDesktop({
    profileDir: options.profileDir,
    isPractice: options.isPractice,
    preload: at('../preload/index.cjs'),
    icons: at('../../resources/icons/'),
    files: running.files,
    serve: running.bridge.servePort,
    close: running.close,
  })
}

/** Says in a box why there is no window: nobody reads the stderr of a desktop program. */
function refuse(thrown: unknown): void {
  const sentence = thrown instanceof CannotStart ? thrown.message : `Dakiya could not start. ${String(thrown)}`
  process.stderr.write(`${sentence}\n`)
  dialog.showErrorBox('Dakiya cannot start', sentence)
  app.exit(thrown instanceof CannotStart ? 2 : 1)
}

try {
  // A packaged program is called with its flags alone; `electron out/main/index.js` has its own path before them.
  run(readOptions(process.argv.slice(app.isPackaged ? 1 : 2).filter(isOwnFlag))).catch(refuse)
} catch (thrown) {
  refuse(thrown)
}

/** Chromium and desktop launchers add switches of theirs (`--no-sandbox`, `--ozone-platform=…`), which are not ours to refuse. */
function isOwnFlag(argument: string, index: number, all: string[]): boolean {
  const own = /^--(data-dir|port|practice|practice-port|practice-at|restore|issue-api-key|log-level|no-open)(=|$)/
  const before = all[index - 1] ?? ''
  return own.test(argument) || (!argument.startsWith('-') && own.test(before) && !before.includes('='))
}
