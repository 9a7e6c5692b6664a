// The port: the one thing that goes through the keyhole. Each page load of our own window gets one end of a fresh channel,
// the bridge gets the other; no other channel of Electron's carries anything but the two wishes about a saved file.
import { type IpcMainEvent, type IpcMainInvokeEvent, ipcMain, MessageChannelMain, type MessagePortMain } from 'electron'
import { isOurs } from './scheme.ts'

type Sender = Pick<IpcMainEvent | IpcMainInvokeEvent, 'senderFrame'>

/** Whether the sender is the main frame of one of our pages; everything else is not answered. */
export function isOurFrame({ senderFrame }: Sender): boolean {
  return senderFrame !== null && senderFrame.parent === null && isOurs(senderFrame.url)
}

/** Hands a port to our page at each load; the one of the load before ends. */
export function handOutPorts(serve: (port: MessagePortMain) => void): void {
  let last: MessagePortMain | null = null
  ipcMain.on('dakiya-port', (event) => {
    if (event.senderFrame === null || !isOurFrame(event)) return
    const { port1, port2 } = new MessageChannelMain()
    last?.close()
    last = port1
    serve(port1)
    event.senderFrame.postMessage('dakiya-bridge', null, [port2])
  })
}
