// The network in a thread of its own: started with its options as workerData, tells its address, stops when told to.
import './people/silence-libsignal.ts'
import { parentPort, workerData } from 'node:worker_threads'
import { createNetwork, type NetworkOptions } from './network.ts'

const port = parentPort
if (!port) throw new Error('This file is the entry of a worker thread')

const log = (event: string, details?: Record<string, unknown>) => port.postMessage({ log: event, details })
try {
  const network = await createNetwork({ ...(workerData as NetworkOptions), log })
  port.once('message', async () => {
    await network.close()
    port.close()
  })
  port.postMessage({ ready: network.url })
} catch (error) {
  port.postMessage({ failed: error instanceof Error ? error.message : String(error) })
  port.close()
}
