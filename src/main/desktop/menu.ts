// The menu: what a person expects of any window, by the system's own words. No way to foreign pages or to developer tools
// in a released program.
import { app, Menu, type MenuItemConstructorOptions } from 'electron'

/** Sets the application's menu. */
export function setMenu(quit: () => void): void {
  const isMac = process.platform === 'darwin'
  const quitItem: MenuItemConstructorOptions = { label: 'Quit Dakiya', accelerator: 'CommandOrControl+Q', click: quit }
  const view: MenuItemConstructorOptions[] = [
    { role: 'reload' },
    { type: 'separator' },
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
  ]
  if (!app.isPackaged) view.push({ type: 'separator' }, { role: 'toggleDevTools' })
  const mac: MenuItemConstructorOptions[] = [
    { role: 'about' },
    { type: 'separator' },
    { role: 'hide' },
    { role: 'hideOthers' },
    { role: 'unhide' },
    { type: 'separator' },
    quitItem,
  ]
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      isMac
        ? { label: app.name, submenu: mac }
        : { label: '&File', submenu: [{ role: 'close', label: 'Close window' }, { type: 'separator' }, quitItem] },
      { role: 'editMenu' },
      { label: '&View', submenu: view },
      { role: 'windowMenu' },
    ]),
  )
}
