// Message channels between the main process and a page. One end stays with the program; the other is posted to a frame,
// where a real MessagePort of the page takes its place.
import { EventEmitter } from 'node:events'

/** One end. Like Electron's it is an emitter without `addEventListener`, and holds messages back until it is started. */
export class MessagePortMain extends EventEmitter {
  peer: MessagePortMain | null = null
  #isStarted = false
  #isClosed = false
  #waiting: unknown[] = []

  postMessage(data: unknown): void {
    if (!this.#isClosed) this.peer?.take(data)
  }

  start(): void {
    this.#isStarted = true
    for (const data of this.#waiting.splice(0)) this.emit('message', { data, ports: [] })
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.peer?.close()
    queueMicrotask(() => this.emit('close'))
  }

  /** What the other end posted. */
  take(data: unknown): void {
    if (this.#isClosed) return
    // As the structured clone does on its way between processes.
    const copy = structuredClone(data)
    if (this.#isStarted) queueMicrotask(() => this.emit('message', { data: copy, ports: [] }))
    else this.#waiting.push(copy)
  }
}

export class MessageChannelMain {
  port1 = new MessagePortMain()
  port2 = new MessagePortMain()

  constructor() {
    this.port1.peer = this.port2
    this.port2.peer = this.port1
  }
}
