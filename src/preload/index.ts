// The keyhole: hands the bridge's port to the page and lets it ask for the file it saved last. Nothing of Electron goes through.
import type { Desktop } from '@contract/desktop.ts'
import { contextBridge, ipcRenderer } from 'electron'

/** As much of a page as is needed here. */
declare const window: {
  postMessage(message: string, targetOrigin: string, transfer: readonly object[]): void
  addEventListener(type: string, listener: () => void): void
}

const desktop: Desktop = {
  platform: process.platform,
  showLastSaved: () => ipcRenderer.invoke('dakiya-show-last-saved'),
  openLastSaved: () => ipcRenderer.invoke('dakiya-open-last-saved'),
}
contextBridge.exposeInMainWorld('desktop', desktop)

// Only our own page is in this window, and its origin is told to no other.
ipcRenderer.on('dakiya-bridge', (event) => {
  window.postMessage('dakiya-bridge', '*', [...event.ports])
})

// The page's modules have run by then and listen.
window.addEventListener('DOMContentLoaded', () => ipcRenderer.send('dakiya-port'))
