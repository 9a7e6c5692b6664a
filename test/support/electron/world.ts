// What runs in the page, as text for Chromium: the isolated world in which the preload runs with its `electron`, and the
// main world's end of `contextBridge`. The two worlds share the DOM alone, so they talk by events of the window.

/** Only the isolated world has this function; it leads to the main process. */
export const BINDING = '__toMain'
export const WORLD = 'preload'

/** The preload in its world, before any script of the page. */
export const isolated = (preload: string): string => `{
if (window === window.top) (${isolatedWorld.toString()})(${JSON.stringify(BINDING)}, ${JSON.stringify(process.platform)},
(require, process, module, exports) => {${preload}\n})
}`

/** Before `isolated`, in the page's own world. */
export const main = (): string => `if (window === window.top) (${mainWorld.toString()})()`

/** As much of a page as is needed here. */
interface PageWorld {
  [name: string]: unknown
  location: { href: string }
  postMessage(message: unknown): void
  dispatchEvent(event: unknown): void
  addEventListener(name: string, listener: (event: { detail: Call }) => void): void
}
interface Call {
  id: number
  name: string
  key: string
  args: unknown[]
  value: unknown
  error: string | null
}
interface PagePort {
  postMessage(data: unknown): void
  close(): void
  start(): void
  addEventListener(name: string, listener: (event: { data: unknown }) => void): void
}
declare const window: PageWorld
type Preload = (require: unknown, process: unknown, module: unknown, exports: unknown) => void

function isolatedWorld(binding: string, platform: string, preload: Preload) {
  const toMain = window[binding] as (text: string) => void
  const tell = (message: object) => toMain(JSON.stringify({ ...message, url: window.location.href }))
  const packed = (data: unknown) =>
    data instanceof ArrayBuffer || ArrayBuffer.isView(data)
      ? { bytes: btoa(Array.from(new Uint8Array(data as never), (byte) => String.fromCharCode(byte)).join('')) }
      : { data }
  const unpacked = ({ data, bytes }: { data: unknown; bytes?: string }) =>
    bytes === undefined ? data : Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0))

  const listeners = new Map<string, ((...args: unknown[]) => void)[]>()
  const answers = new Map<number, PromiseWithResolvers<unknown>>()
  const ports = new Map<number, PagePort>()
  let last = 0

  const ipcRenderer = {
    on(channel: string, listener: (...args: unknown[]) => void) {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener])
    },
    send: (channel: string, ...args: unknown[]) => tell({ kind: 'send', channel, args }),
    invoke(channel: string, ...args: unknown[]) {
      const answer = Promise.withResolvers<unknown>()
      answers.set(++last, answer)
      tell({ kind: 'invoke', id: last, channel, args })
      return answer.promise
    },
  }

  const fromMain: Record<string, (message: never) => void> = {
    post({ channel, data: sent, portIds }: { channel: string; data: unknown; portIds: number[] }) {
      const given = portIds.map((id) => {
        const { port1, port2 } = new MessageChannel() as unknown as Record<'port1' | 'port2', PagePort>
        ports.set(id, port1)
        port1.addEventListener('message', ({ data }) => tell({ kind: 'port', id, ...packed(data) }))
        port1.addEventListener('close', () => tell({ kind: 'close', id }))
        port1.start()
        return port2
      })
      for (const listener of listeners.get(channel) ?? []) listener({ ports: given }, sent)
    },
    port({ id, ...data }: { id: number; data: unknown }) {
      ports.get(id)?.postMessage(unpacked(data))
    },
    close: ({ id }: { id: number }) => ports.get(id)?.close(),
    answer({ id, value, error }: { id: number; value: unknown; error: string | null }) {
      if (error === null) answers.get(id)?.resolve(value)
      else answers.get(id)?.reject(new Error(error))
    },
  }
  window.__fromMain = (message: { kind: string }) => fromMain[message.kind]?.(message as never)

  const exposed = new Map<string, Record<string, unknown>>()
  const contextBridge = {
    exposeInMainWorld(name: string, value: Record<string, unknown>) {
      exposed.set(name, value)
      const functions = Object.keys(value).filter((key) => typeof value[key] === 'function')
      const values = Object.fromEntries(Object.entries(value).filter(([key]) => !functions.includes(key)))
      window.dispatchEvent(new CustomEvent('stand-in-expose', { detail: { name, functions, values } }))
    },
  }
  window.addEventListener('stand-in-call', async ({ detail: { id, name, key, args } }) => {
    const answer = (more: object) =>
      window.dispatchEvent(new CustomEvent('stand-in-answer', { detail: { id, error: null, ...more } }))
    try {
      const called = exposed.get(name)?.[key]
      if (typeof called === 'function') answer({ value: await called(...args) })
    } catch (error) {
      answer({ error: String(error) })
    }
  })

  const require = (name: string) => {
    if (name === 'electron') return { contextBridge, ipcRenderer }
    throw new Error(`A sandboxed preload cannot require ${name}.`)
  }
  const module = { exports: {} }
  preload(require, { platform }, module, module.exports)
}

function mainWorld() {
  const answers = new Map<number, PromiseWithResolvers<unknown>>()
  let last = 0
  window.addEventListener('stand-in-answer', ({ detail: { id, value, error } }) => {
    if (error === null) answers.get(id)?.resolve(value)
    else answers.get(id)?.reject(new Error(error))
  })
  window.addEventListener('stand-in-expose', (event) => {
    const { name, functions, values } = event.detail as unknown as {
      name: string
      functions: string[]
      values: Record<string, unknown>
    }
    const shown: Record<string, unknown> = { ...values }
    for (const key of functions)
      shown[key] = (...args: unknown[]) => {
        const answer = Promise.withResolvers<unknown>()
        answers.set(++last, answer)
        window.dispatchEvent(new CustomEvent('stand-in-call', { detail: { id: last, name, key, args } }))
        return answer.promise
      }
    Object.defineProperty(window, name, { value: Object.freeze(shown), enumerable: true })
  })
}
