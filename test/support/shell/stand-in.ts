// The built program under plain Node, with the stand-in for `electron` and a real Chromium.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Found } from '../browser.ts'
import { chromium } from '../electron/playwright.ts'
import { until } from '../until.ts'
import type { Shell } from './shell.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const register = join(root, 'test/support/electron/register.mjs')

interface Told {
  kind: 'chromium' | 'answer'
  endpoint: string
  id: number
  value: unknown
  error?: string
}

/** Starts the built program; build it first. @param downloads the folder that the save dialog proposes */
export async function openStandIn(found: Found, downloads: string, flags: readonly string[]): Promise<Shell> {
  const launch = (stdio: 'ignore' | 'ipc') =>
    spawn(process.execPath, ['--import', register, join(root, 'out/main/index.js'), ...flags], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit', stdio],
      env: { ...process.env, STAND_IN_CHROMIUM: JSON.stringify(found), STAND_IN_DOWNLOADS: downloads },
    })
  const child = launch('ipc')
  const ended = codeOf(child)
  const answers = new Map<number, PromiseWithResolvers<unknown>>()
  const endpoint = Promise.withResolvers<string>()
  child.on('message', ({ kind, ...told }: Told) => {
    if (kind === 'chromium') return endpoint.resolve(told.endpoint)
    if (told.error === undefined) answers.get(told.id)?.resolve(told.value)
    else answers.get(told.id)?.reject(new Error(told.error))
  })
  void ended.then((code) => {
    const over = new Error(`The program ended with ${code}.`)
    endpoint.reject(over)
    for (const { reject } of answers.values()) reject(over)
  })

  const { browser, page } = await attach(endpoint.promise).catch(async (cause) => {
    child.kill('SIGKILL')
    await ended
    throw cause
  })
  return {
    page,
    evaluate(work, arg) {
      const answer = Promise.withResolvers<unknown>()
      const id = answers.size + 1
      answers.set(id, answer)
      child.send({ id, source: work.toString(), arg })
      return answer.promise as never
    },
    ended,
    again: () => codeOf(launch('ignore')),
    async kill() {
      if (child.exitCode === null) child.kill('SIGKILL')
      await ended
      await browser.close().catch(() => 'it is gone')
    },
  }
}

/** Takes hold of the program's Chromium and its first page. */
async function attach(endpoint: Promise<string>) {
  const browser = await chromium.connectOverCDP(await endpoint, { noDefaults: true })
  const page = await until('a page of the program', () => {
    const pages = browser.contexts().flatMap((context) => context.pages())
    return pages.find((one) => one.url().startsWith('http:'))
  })
  return { browser, page }
}

const codeOf = async (child: ChildProcess): Promise<number | null> =>
  ((await once(child, 'exit')) as [number | null])[0]
