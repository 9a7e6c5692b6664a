// `app`: paths, the one instance, ready and the end.
import { EventEmitter } from 'node:events'
import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { startChromium, stopChromium } from './chromium.ts'
import { isPrevented } from './event.ts'
import { takeLock } from './lock.ts'
import { isAppReady, setAppReady } from './ready.ts'
import { session } from './session.ts'

class App extends EventEmitter {
  name = 'Electron'
  isPackaged = false
  #paths: Record<string, string> = { downloads: process.env.STAND_IN_DOWNLOADS ?? tmpdir() }
  #isSandboxed = false

  setName(name: string): void {
    this.name = name
  }
  setAppUserModelId(_id: string): void {}
  setPath(name: string, path: string): void {
    if (isAppReady()) throw new Error(`app.setPath('${name}') after the app is ready`)
    mkdirSync(path, { recursive: true })
    this.#paths[name] = path
  }
  getPath(name: string): string {
    const path = this.#paths[name]
    if (path === undefined) throw new Error(`Failed to get '${name}' path`)
    return path
  }
  enableSandbox(): void {
    if (isAppReady()) throw new Error('app.enableSandbox() can only be called before app is ready')
    this.#isSandboxed = true
  }
  isSandboxed = () => this.#isSandboxed

  requestSingleInstanceLock(): boolean {
    return takeLock(this.getPath('userData'), (argv) => this.emit('second-instance', {}, argv, process.cwd()))
  }

  async whenReady(): Promise<void> {
    await startChromium(this.getPath('userData'), session.defaultSession)
    setAppReady()
    this.emit('ready')
  }

  /** Asks, and ends unless a listener prevents it. */
  quit(): void {
    if (isPrevented(this, 'before-quit') || isPrevented(this, 'will-quit')) return
    this.exit(0)
  }

  exit(code = 0): void {
    if (!isAppReady()) process.exit(code)
    void stopChromium().finally(() => process.exit(code))
  }
}

export const app = new App()
