// A page's main frame, as the main process sees it: what its preload sends comes to `ipcMain`, what is posted to it and the
// ports with it go to the preload's world. A port ends with the document that it was given to.
import { toProgram } from './address.ts'
import { ipcMain } from './desk.ts'
import type { CDPSession } from './playwright.ts'
import type { MessagePortMain } from './ports.ts'
import { BINDING } from './world.ts'

interface Told {
  kind: 'send' | 'invoke' | 'port' | 'close'
  url: string
  id: number
  channel: string
  args: unknown[]
  data?: unknown
  bytes?: string
}

/** Begins to listen to the preload of `cdp`'s page. */
export function openFrame(cdp: CDPSession): void {
  /** The ends that were posted away, by the document (its execution context) and a number. */
  const posted = new Map<number, { context: number; port: MessagePortMain }>()
  let last = 0

  const tell = (contextId: number, message: object) =>
    cdp
      .send('Runtime.evaluate', { contextId, expression: `__fromMain(${JSON.stringify(message)})` })
      .catch(() => 'the document is gone')

  function post(context: number, channel: string, data: unknown, ports: MessagePortMain[]): void {
    const portIds = ports.map((port) => {
      const id = ++last
      posted.set(id, { context, port })
      port.on('message', (event: { data: unknown }) => void tell(context, { kind: 'port', id, ...packed(event.data) }))
      port.on('close', () => {
        posted.delete(id)
        void tell(context, { kind: 'close', id })
      })
      return id
    })
    void tell(context, { kind: 'post', channel, data, portIds })
    for (const port of ports) port.start()
  }

  async function hear(context: number, told: Told): Promise<void> {
    const { kind, id, channel, args } = told
    if (kind === 'port') return posted.get(id)?.port.postMessage(unpacked(told))
    if (kind === 'close') return posted.get(id)?.port.close()
    const senderFrame = {
      url: toProgram(told.url),
      parent: null,
      postMessage: (name: string, data: unknown, ports: MessagePortMain[] = []) => post(context, name, data, ports),
    }
    if (kind === 'send') return void ipcMain.emit(channel, { senderFrame }, ...args)
    try {
      const handler = ipcMain.handlers.get(channel)
      if (handler === undefined) throw new Error(`No handler registered for '${channel}'`)
      await tell(context, { kind: 'answer', id, error: null, value: await handler({ senderFrame }, ...args) })
    } catch (error) {
      await tell(context, { kind: 'answer', id, error: String(error) })
    }
  }

  cdp.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
    if (name === BINDING) void hear(executionContextId, JSON.parse(payload))
  })
  const end = (isGone: (context: number) => boolean) => {
    for (const { context, port } of [...posted.values()]) if (isGone(context)) port.close()
  }
  cdp.on('Runtime.executionContextDestroyed', ({ executionContextId }) =>
    end((context) => context === executionContextId),
  )
  cdp.on('Runtime.executionContextsCleared', () => end(() => true))
}

function packed(data: unknown): object {
  if (data instanceof ArrayBuffer) return { bytes: Buffer.from(data).toString('base64') }
  if (ArrayBuffer.isView(data))
    return { bytes: Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64') }
  return { data }
}

function unpacked({ data, bytes }: Told): unknown {
  return bytes === undefined ? data : new Uint8Array(Buffer.from(bytes, 'base64'))
}
