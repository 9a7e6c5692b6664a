// `protocol` and `session`: the scheme's privileges, its handler, what is asked before each request, permissions, downloads.
import { EventEmitter } from 'node:events'
import { copyFileSync } from 'node:fs'
import { toChromium, toProgram } from './address.ts'
import { isPrevented } from './event.ts'
import type { BrowserContext, Download } from './playwright.ts'
import { isAppReady } from './ready.ts'

type Handler = (request: Request) => Response | Promise<Response>
type Answer<Value> = (answer: Value) => void
type Before = (details: { url: string }, answer: Answer<{ cancel?: boolean }>) => void
type Requested = (contents: unknown, permission: string, answer: Answer<boolean>) => void
type Checked = (contents: unknown, permission: string, origin: string) => boolean

const privileged = new Map<string, Record<string, boolean>>()

export const protocol = {
  registerSchemesAsPrivileged(schemes: { scheme: string; privileges: Record<string, boolean> }[]) {
    if (isAppReady()) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready')
    for (const { scheme, privileges } of schemes) privileged.set(scheme, privileges)
  },
}

/** Electron's names of what a page may ask for, with Chromium's. */
const permissions: Record<string, string> = {
  'clipboard-read': 'clipboard-read',
  'clipboard-sanitized-write': 'clipboard-write',
  geolocation: 'geolocation',
  notifications: 'notifications',
  media: 'camera',
  midi: 'midi',
}

class Session extends EventEmitter {
  #handlers = new Map<string, Handler>()
  #before: Before | null = null
  #request: Requested | null = null
  #check: Checked | null = null
  /** Every address that a page asked for and did not get. */
  readonly refused: string[] = []

  protocol = {
    handle: (scheme: string, handler: Handler) => {
      const has = privileged.get(scheme) ?? {}
      // Without these Chromium would give its pages no origin, no secure context, no fetch.
      for (const wanted of ['standard', 'secure', 'supportFetchAPI'])
        if (has[wanted] !== true) throw new Error(`The stand-in serves ${scheme}: only where it is ${wanted}.`)
      this.#handlers.set(scheme, handler)
    },
  }
  webRequest = {
    onBeforeRequest: (listener: Before) => {
      this.#before = listener
    },
  }

  setPermissionRequestHandler(handler: Requested): void {
    this.#request = handler
  }
  setPermissionCheckHandler(handler: Checked): void {
    this.#check = handler
  }
  setDevicePermissionHandler(_handler: () => boolean): void {}

  async mayAsk(url: string): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<{ cancel?: boolean }>()
    if (this.#before === null) resolve({})
    else this.#before({ url }, resolve)
    const { cancel = false } = await promise
    if (cancel) this.refused.push(url)
    return !cancel
  }

  handle(request: Request): Promise<Response> | null {
    const handler = this.#handlers.get(new URL(request.url).protocol.slice(0, -1))
    return handler === undefined ? null : Promise.resolve(handler(request))
  }

  /** Chromium grants what the program's handlers allow a page at `address`, and rejects all else. */
  async permit(context: BrowserContext, address: string): Promise<void> {
    const contents = { getURL: () => address }
    const granted: string[] = []
    for (const [permission, name] of Object.entries(permissions)) {
      const asked = Promise.withResolvers<boolean>()
      if (this.#request === null) asked.resolve(true)
      else this.#request(contents, permission, asked.resolve)
      const isKnown = this.#check === null || this.#check(contents, permission, address)
      if ((await asked.promise) && isKnown) granted.push(name)
    }
    await context.grantPermissions(granted, { origin: new URL(toChromium(address)).origin })
  }

  /** A download of Chromium's, as the program hears of it. */
  async download(download: Download, contents: unknown): Promise<void> {
    const item = new DownloadItem(download)
    if (isPrevented(this, 'will-download', {}, item, contents)) return await download.cancel()
    await item.save()
  }
}

class DownloadItem extends EventEmitter {
  #download: Download
  #options: { defaultPath?: string } = {}
  #path = ''

  constructor(download: Download) {
    super()
    this.#download = download
  }

  getURLChain = () => [toProgram(this.#download.url())]
  getFilename = () => this.#download.suggestedFilename()
  setSaveDialogOptions(options: { defaultPath?: string }): void {
    this.#options = options
  }
  getSaveDialogOptions = () => this.#options
  /** What the person chooses in the dialog; without it the dialog's own proposal. */
  setSavePath(path: string): void {
    this.#path = path
  }
  getSavePath = () => this.#path

  async save(): Promise<void> {
    this.#path ||= this.#options.defaultPath ?? ''
    try {
      copyFileSync(await this.#download.path(), this.#path)
      this.emit('done', {}, 'completed')
    } catch {
      this.emit('done', {}, 'interrupted')
    }
  }
}

export const session = { defaultSession: new Session() }
