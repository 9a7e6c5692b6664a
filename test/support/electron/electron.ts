// A stand-in of the `electron` module: the calls that the shell makes, over a real Chromium. What Chromium does by itself
// (origins, content security policy, workers, isolated worlds, message ports, downloads, permissions) is Chromium's own;
// windows, tray and menu are only recorded. It is stricter than it need be: what it does not know throws.
// Not shown by it: how Electron itself treats the scheme `app:`; its pages are under `http://HOST.app.localhost` here.
import * as electron from './electron.ts'
import { answerSpec } from './remote.ts'

export { app } from './app.ts'
export { dialog, ipcMain, nativeTheme, screen, shell } from './desk.ts'
export { Menu, nativeImage, Tray } from './menu.ts'
export { MessageChannelMain } from './ports.ts'
export { protocol, session } from './session.ts'
export { BrowserWindow, webContents } from './window.ts'

answerSpec(electron)
