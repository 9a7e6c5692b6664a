// The Chromium behind the stand-in: the program's own profile folder, every request of it through a proxy of ours that
// asks the program's session and answers with its protocol handler. Nothing of it reaches a network.
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { toProgram } from './address.ts'
import { type BrowserContext, chromium, type Page } from './playwright.ts'

export interface Answers {
  /** Whether the program lets a request of this address out. */
  mayAsk(address: string): Promise<boolean>
  /** The program's answer; null where it has none for this scheme. */
  handle(request: Request): Promise<Response> | null
}

let running: Promise<{ context: BrowserContext; close(): Promise<void> }> | null = null
let blank: Page | null = null

/** Starts it, once. */
export function startChromium(userData: string, answers: Answers) {
  running ??= open(userData, answers)
  return running
}

/** A page for a window; the one that a fresh Chromium shows is the first. */
export async function takePage(): Promise<Page> {
  if (running === null) throw new Error('A window before the app is ready.')
  const { context } = await running
  const page = blank ?? (await context.newPage())
  blank = null
  return page
}

export const stopChromium = async (): Promise<void> => (await running)?.close()

async function open(userData: string, answers: Answers) {
  const server = createServer((request, response) => {
    serve(request, response, answers).catch(() => response.destroy())
  })
  // Only `https:` and sockets come this way, and none of them is ours.
  server.on('connect', async (request, socket) => {
    await answers.mayAsk(`https://${request.url?.replace(/:443$/, '')}/`)
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { STAND_IN_CHROMIUM: found } = process.env
  if (!found) throw new Error('STAND_IN_CHROMIUM names no Chromium.')
  const { path: executablePath, args } = JSON.parse(found) as { path: string; args: string[] }
  const context = await chromium.launchPersistentContext(userData, {
    executablePath,
    args: [...args, '--remote-debugging-port=0', '--disable-gpu', '--no-first-run', '--disable-component-update'],
    proxy: { server: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, bypass: '<-loopback>' },
    locale: 'en-GB',
    viewport: { width: 1280, height: 800 },
    handleSIGHUP: false,
    handleSIGINT: false,
    handleSIGTERM: false,
  })
  blank = context.pages()[0] ?? null
  const [port, socket] = readFileSync(join(userData, 'DevToolsActivePort'), 'utf8').split('\n')
  process.send?.({ kind: 'chromium', endpoint: `ws://127.0.0.1:${port}${socket}` })
  return {
    context,
    async close() {
      await context.close()
      server.closeAllConnections()
      server.close()
    },
  }
}

async function serve(request: IncomingMessage, response: ServerResponse, answers: Answers): Promise<void> {
  const address = toProgram(request.url ?? '')
  if (!(await answers.mayAsk(address))) return void response.destroy()
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined && !/^(host|connection|proxy-.*)$/.test(name)) headers.set(name, toProgram(String(value)))
  const { method = 'GET' } = request
  const hasBody = method !== 'GET' && method !== 'HEAD'
  const body = hasBody ? { body: Readable.toWeb(request) as ReadableStream, duplex: 'half' as const } : {}
  const answer = await answers.handle(new Request(address, { method, headers, ...body }))
  // What the program lets out to the web is answered as the web would, so that a spec sees that it got there.
  if (answer === null) return void response.writeHead(200, { 'content-type': 'text/html' }).end('the web')
  response.writeHead(answer.status, Object.fromEntries(answer.headers))
  if (answer.body === null) response.end()
  else await pipeline(Readable.fromWeb(answer.body as never), response)
}
