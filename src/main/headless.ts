// Headless: the engine, the REST API and the page under plain Node. Stdout carries one line, when everything is ready.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { HELP } from './help.ts'
import { CannotStart, readOptions } from './options.ts'
import { start } from './start.ts'
import { handleUnhandledRejections } from './unhandled-rejections.ts'

/** Longest an orderly end may take; then the process ends all the same, and the next start puts things right. */
const END_WITHIN_MS = 9_000

async function run(): Promise<void> {
  const args = process.argv.slice(2)
  if (args.includes('--help')) {
    process.stdout.write(HELP)
    return
  }
  const options = readOptions(args)
  const running = await start(options, {
    kind: 'browser',
    renderer: fileURLToPath(new URL('../renderer/', import.meta.url)),
    fail(sentence) {
      process.stderr.write(`${sentence}\n`)
      process.exit(2)
    },
  })
  const { log, version, api, apiKey, practice } = running

  let isEnding = false
  const end = (why: string, exitCode = 0) => {
    if (isEnding) return
    isEnding = true
    log.info({ why }, 'ending')
    setTimeout(() => process.exit(exitCode), END_WITHIN_MS)
    running.close().then(
      () => process.exit(exitCode),
      (err: unknown) => {
        log.error({ err }, 'the end was not orderly')
        process.exit(exitCode)
      },
    )
  }
  process.on('SIGINT', () => end('SIGINT'))
  process.on('SIGTERM', () => end('SIGTERM'))
  handleUnhandledRejections({
    onBaileys: (err) => log.warn({ err }, 'Baileys left a promise alone'),
    onOurs(err) {
      log.fatal({ err }, 'a promise of ours was left alone')
      end('a promise was left alone', 1)
    },
  })
  process.stdout.on('error', () => {})

  const ui = running.newLink?.(true) ?? null
  process.stdout.write(`${JSON.stringify({ ready: true, version, ui, api, apiKey, practice, pid: process.pid })}\n`)
  log.info({ version, api, isPractice: options.isPractice }, 'ready')
  if (options.mayOpen && ui !== null) openBrowser(ui)
}

/** Shows the page where there is a screen; if that fails, the line on stdout still has its address. */
function openBrowser(address: string): void {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env
  if (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY) return
  const [command, ...args]: [string, ...string[]] =
    process.platform === 'win32'
      ? ['rundll32', 'url.dll,FileProtocolHandler', address]
      : [process.platform === 'darwin' ? 'open' : 'xdg-open', address]
  const child = spawn(command, args, { stdio: 'ignore', detached: true })
  child.on('error', () => {})
  child.unref()
}

run().catch((thrown: unknown) => {
  const isRefusal = thrown instanceof CannotStart
  process.stderr.write(`${isRefusal ? thrown.message : thrown instanceof Error ? thrown.stack : String(thrown)}\n`)
  process.exit(isRefusal ? 2 : 1)
})
