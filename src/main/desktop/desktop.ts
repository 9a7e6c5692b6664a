// The desktop, joined: the thin shell round the program. It knows Electron and nothing of what the program does.
import { join } from 'node:path'
import { app, type BrowserWindow, type MessagePortMain, session } from 'electron'
import { saveDownloads } from './downloads.ts'
import { setMenu } from './menu.ts'
import { handOutPorts } from './port.ts'
import { serveScheme } from './scheme.ts'
import { refusePermissions } from './security.ts'
import { createTray } from './tray.ts'
import { createWindow, show } from './window.ts'

export interface DesktopDeps {
  profileDir: string
  isPractice: boolean
  /** The built keyhole and the folder of the icons. */
  preload: string
  icons: string
  files(request: Request): Promise<Response>
  serve(port: MessagePortMain): void
  /** Ends the program in order; called once. */
  close(): Promise<void>
}

/** Opens the window and stays until the person quits. */
export function openDesktop({ profileDir, isPractice, preload, icons, files, serve, close }: DesktopDeps): void {
  let window: BrowserWindow | null = null
  let isQuitting = false

  refusePermissions(session.defaultSession)
  serveScheme(session.defaultSession, files)
  saveDownloads(session.defaultSession, () => window)
  handOutPorts(serve)

  const quit = () => app.quit()
  const open = () => {
    window ??= make()
    show(window)
  }
  const tray = createTray({ icon: join(icons, 'tray.png'), isPractice, show: open, quit })
  function make(): BrowserWindow {
    const made = createWindow({
      dir: profileDir,
      preload,
      icon: join(icons, 'icon.png'),
      // Without a tray a hidden window could not be found again.
      staysHidden: () => !isQuitting && (tray !== null || process.platform === 'darwin'),
    })
    made.on('closed', () => {
      window = null
    })
    return made
  }

  setMenu(quit)
  app.on('second-instance', open)
  app.on('activate', open)
  app.on('window-all-closed', quit)
  app.on('before-quit', (event) => {
    if (isQuitting) return
    isQuitting = true
    event.preventDefault()
    tray?.destroy()
    window?.hide()
    void close().finally(() => app.exit(0))
  })
  open()
}
