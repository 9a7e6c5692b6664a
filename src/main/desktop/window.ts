// The window: one, sandboxed, showing our pages and nothing else. Closing it leaves Dakiya sending, in the tray.
import { join } from 'node:path'
import { app, BrowserWindow, nativeTheme, screen } from 'electron'
import { START } from './scheme.ts'
import { readWindowState, SMALLEST, saveWindowState } from './window-state.ts'

export interface WindowDeps {
  /** Where the window's place is kept. */
  dir: string
  /** The built keyhole. */
  preload: string
  icon: string
  /** Whether closing only hides it; asked each time. */
  staysHidden: () => boolean
}

/** Opens the window; it shows itself once the page has drawn. */
export function createWindow({ dir, preload, icon, staysHidden }: WindowDeps): BrowserWindow {
  const path = join(dir, 'window.json')
  const place = readWindowState(
    path,
    screen.getAllDisplays().map((display) => display.workArea),
  )
  const window = new BrowserWindow({
    ...place.bounds,
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    show: false,
    icon,
    title: 'Dakiya',
    // The paper of the pages, so that nothing flashes before they draw.
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#141210' : '#f8f7f4',
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      safeDialogs: true,
      devTools: !app.isPackaged,
    },
  })
  if (place.isMaximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', (event) => {
    saveWindowState(path, window.getNormalBounds(), window.isMaximized())
    if (!staysHidden()) return
    event.preventDefault()
    window.hide()
  })
  void window.loadURL(START)
  return window
}

/** Brings the window to the person, from wherever it is. */
export function show(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}
