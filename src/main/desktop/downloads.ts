// Downloads: a person chooses where a file goes; the last one saved can be opened or shown. The page never names a path.
import { basename, join } from 'node:path'
import { app, type BrowserWindow, ipcMain, type Session, shell } from 'electron'
import { isOurFrame } from './port.ts'
import { isOurs } from './scheme.ts'

/** Asks where to save whatever our pages download, and remembers the last one. */
export function saveDownloads(session: Session, window: () => BrowserWindow | null): void {
  let lastSaved: string | null = null

  session.on('will-download', (event, item) => {
    const [first = ''] = item.getURLChain()
    if (!isOurs(first) && !first.startsWith('blob:app://dakiya/')) return event.preventDefault()
    item.setSaveDialogOptions({ defaultPath: join(app.getPath('downloads'), basename(item.getFilename())) })
    window()?.setProgressBar(2)
    item.once('done', (_event, state) => {
      window()?.setProgressBar(-1)
      if (state === 'completed') lastSaved = item.getSavePath()
    })
  })

  ipcMain.handle('dakiya-show-last-saved', (event) => {
    if (isOurFrame(event) && lastSaved !== null) shell.showItemInFolder(lastSaved)
  })
  ipcMain.handle('dakiya-open-last-saved', async (event) => {
    if (isOurFrame(event) && lastSaved !== null) await shell.openPath(lastSaved)
  })
}
