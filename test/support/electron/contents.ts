// `webContents`: a page of Chromium with the preload in a world of its own, and what the program is asked before it goes
// anywhere, opens a window or saves a file.
import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { toChromium, toProgram } from './address.ts'
import { app } from './app.ts'
import { takePage } from './chromium.ts'
import { isPrevented } from './event.ts'
import { openFrame } from './frame.ts'
import type { CDPSession, Page } from './playwright.ts'
import { session } from './session.ts'
import { BINDING, isolated, main, WORLD } from './world.ts'

export type WebPreferences = Record<string, unknown> & { preload?: string }
type OpenHandler = (details: { url: string; disposition: string }) => { action: 'allow' | 'deny' }

export class WebContents extends EventEmitter {
  session = session.defaultSession
  /** What pages tried to open, and what became of it. */
  readonly opened: { url: string; action: string }[] = []
  #preferences: WebPreferences
  #open: OpenHandler = () => ({ action: 'allow' })
  #url = ''
  /** The address that the program itself has asked for; only what a page begins is told as a navigation. */
  #expected: string | null = null
  #page: Promise<{ page: Page; cdp: CDPSession }>

  constructor(preferences: WebPreferences) {
    super()
    const { sandbox = app.isSandboxed(), contextIsolation = true, nodeIntegration = false } = preferences
    if (sandbox !== true || contextIsolation !== true || nodeIntegration !== false)
      throw new Error('The stand-in has only sandboxed windows in isolated worlds, without Node.')
    this.#preferences = { sandbox, contextIsolation, nodeIntegration, webSecurity: true, ...preferences }
    app.emit('web-contents-created', {}, this)
    this.#page = this.#begin()
    this.#page.catch((cause) => process.stderr.write(`The stand-in's window: ${cause.stack}\n`))
  }

  async #begin() {
    const page = await takePage()
    const cdp = await page.context().newCDPSession(page)
    await cdp.send('Page.enable')
    await cdp.send('Runtime.enable')
    const { frameTree } = await cdp.send('Page.getFrameTree')
    const { preload } = this.#preferences
    if (preload !== undefined) {
      openFrame(cdp)
      await cdp.send('Runtime.addBinding', { name: BINDING, executionContextName: WORLD })
      await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: main() })
      const source = isolated(readFileSync(preload, 'utf8'))
      await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source, worldName: WORLD })
    }
    await cdp.send('Fetch.enable', { patterns: [{ resourceType: 'Document', requestStage: 'Request' }] })
    cdp.on('Fetch.requestPaused', ({ requestId, request, frameId, redirectedRequestId }) => {
      const may = this.#mayGo(request.url, frameId === frameTree.frame.id, redirectedRequestId !== undefined)
      if (may) void cdp.send('Fetch.continueRequest', { requestId })
      else void cdp.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' })
    })
    page.on('framenavigated', (frame) => {
      if (frame === page.mainFrame()) this.#url = toProgram(frame.url())
    })
    page.on('domcontentloaded', () => this.emit('dom-ready'))
    page.on('popup', (popup) => {
      const details = { url: toProgram(popup.url()), disposition: 'new-window' }
      const { action } = this.#open(details)
      this.opened.push({ url: details.url, action })
      if (action === 'deny') void popup.close()
    })
    page.on('download', (download) => void this.session.download(download, this))
    return { page, cdp }
  }

  #mayGo(address: string, isMainFrame: boolean, isRedirect: boolean): boolean {
    const url = toProgram(address)
    const details = { url, isMainFrame, isSameDocument: false }
    if (isRedirect) return !isPrevented(this, 'will-redirect', details)
    if (this.#expected === url) {
      this.#expected = null
      return true
    }
    return !isPrevented(this, 'will-frame-navigate', details)
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#open = handler
  }
  getURL = () => this.#url
  getLastWebPreferences = () => this.#preferences

  async loadURL(url: string): Promise<void> {
    const { page, cdp } = await this.#page
    if (url.startsWith('app:')) await this.session.permit(page.context(), url)
    this.#expected = url
    const { errorText } = await cdp.send('Page.navigate', { url: toChromium(url) })
    if (errorText) throw new Error(`${errorText} loading '${url}'`)
  }

  /** The answer must be one that is saved; anything else would be shown. */
  async downloadURL(url: string): Promise<void> {
    const { cdp } = await this.#page
    this.#expected = url
    await cdp.send('Runtime.evaluate', { expression: `location.href = ${JSON.stringify(toChromium(url))}` })
  }

  async close(): Promise<void> {
    await (await this.#page).page.close()
  }
}
