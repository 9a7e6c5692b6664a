// The small ones: what the main process hears from pages, and what it asks of the system, recorded.
import { EventEmitter } from 'node:events'

type Invoked = (event: unknown, ...args: unknown[]) => unknown

class IpcMain extends EventEmitter {
  readonly handlers = new Map<string, Invoked>()
  handle(channel: string, handler: Invoked): void {
    if (this.handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
    this.handlers.set(channel, handler)
  }
}
export const ipcMain = new IpcMain()

export const dialog = {
  shown: [] as { title: string; content: string }[],
  showErrorBox(title: string, content: string): void {
    dialog.shown.push({ title, content })
  },
}

export const shell = {
  opened: [] as string[],
  showItemInFolder: (path: string): void => void shell.opened.push(`folder of ${path}`),
  async openPath(path: string): Promise<string> {
    shell.opened.push(path)
    return ''
  },
}

export const nativeTheme = { shouldUseDarkColors: false }

export const screen = { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1040 } }] }
