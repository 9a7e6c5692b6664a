// The tray: Dakiya goes on sending while its window is closed, and this is the way back to it.
import { Menu, nativeImage, Tray } from 'electron'

export interface TrayDeps {
  icon: string
  isPractice: boolean
  show(): void
  quit(): void
}

/** Puts the envelope into the tray; null where the system has none. */
export function createTray({ icon, isPractice, show, quit }: TrayDeps): Tray | null {
  try {
    const tray = new Tray(nativeImage.createFromPath(icon).resize({ height: process.platform === 'darwin' ? 18 : 24 }))
    tray.setToolTip(isPractice ? 'Dakiya [Practice]' : 'Dakiya')
    tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: 'Open Dakiya', click: show },
        { type: 'separator' },
        { label: 'Quit Dakiya (sending stops)', click: quit },
      ]),
    )
    tray.on('click', show)
    return tray
  } catch {
    return null
  }
}
