// `BrowserWindow`: shown, hidden and maximized are only noted.
import { EventEmitter } from 'node:events'
import { app } from './app.ts'
import { WebContents, type WebPreferences } from './contents.ts'
import { isPrevented } from './event.ts'

interface Rectangle {
  x: number
  y: number
  width: number
  height: number
}
interface WindowOptions extends Partial<Rectangle> {
  title?: string
  show?: boolean
  webPreferences?: WebPreferences
}

const all: BrowserWindow[] = []

export class BrowserWindow extends EventEmitter {
  webContents: WebContents
  title: string
  progress = -1
  #isVisible: boolean
  #isMaximized = false
  #isMinimized = false
  #isFocused = false
  #bounds: Rectangle

  constructor({
    title = app.name,
    show = true,
    webPreferences = {},
    x = 0,
    y = 0,
    width = 800,
    height = 600,
  }: WindowOptions) {
    super()
    this.title = title
    this.#isVisible = show
    this.#bounds = { x, y, width, height }
    this.webContents = new WebContents(webPreferences)
    this.webContents.once('dom-ready', () => this.emit('ready-to-show'))
    all.push(this)
  }

  static getAllWindows = (): BrowserWindow[] => [...all]
  loadURL = (url: string) => this.webContents.loadURL(url)

  show(): void {
    this.#isVisible = true
  }
  hide(): void {
    this.#isVisible = false
  }
  isVisible = () => this.#isVisible
  focus(): void {
    this.#isFocused = true
  }
  isFocused = () => this.#isFocused
  maximize(): void {
    this.#isMaximized = true
  }
  isMaximized = () => this.#isMaximized
  minimize(): void {
    this.#isMinimized = true
  }
  restore(): void {
    this.#isMinimized = false
  }
  isMinimized = () => this.#isMinimized
  getNormalBounds = () => this.#bounds
  setProgressBar(share: number): void {
    this.progress = share
  }

  /** As the person's cross in the corner does. */
  close(): void {
    if (!isPrevented(this, 'close')) this.destroy()
  }

  destroy(): void {
    all.splice(all.indexOf(this), 1)
    void this.webContents.close()
    this.emit('closed')
    if (all.length === 0) app.emit('window-all-closed')
  }
}

export const webContents = { getAllWebContents: () => all.map((window) => window.webContents) }
