// The practice network as a profile joins it: its own in a worker thread, or one that runs already. Its address and keys
// are read again at each connect, because a restarted network has new ones.
import { join } from 'node:path'
import type { PracticePhones } from './doors/bridge/practice.ts'
import type { Log } from './engine/base/log.ts'
import type { Network, PracticeAddress } from './engine/whatsapp/network.ts'
import { CannotStart, type Options } from './options.ts'
import { createPracticeClient } from './practice/client.ts'
import { type PracticeWorker, startPracticeWorker } from './practice/start-worker.ts'

/** Another process may have been started a moment before us. */
const WAIT_MS = 10_000

export interface Practice {
  /** The control address. */
  url: string
  network: Network
  /** The one local address from which a practice profile may fetch media. */
  filesUrl(): string | null
  phones: PracticePhones
  close(): Promise<void>
}

/** @throws CannotStart when no practice network answers */
export async function joinPractice({ profileDir, practicePort, practiceAt }: Options, log: Log): Promise<Practice> {
  const own = practiceAt === null ? await startOwn(join(profileDir, 'network'), practicePort, log) : null
  const url = own?.url ?? practiceAt ?? ''
  const client = createPracticeClient(url)
  let filesUrl: string | null = null

  async function read(): Promise<PracticeAddress> {
    const { filesUrl: files, ...address } = await client.network()
    filesUrl = files
    return address
  }

  try {
    const first = await patient(read, url)
    return {
      url,
      network: { kind: 'practice', ...first, read },
      filesUrl: () => filesUrl,
      phones: client,
      close: async () => own?.close(),
    }
  } catch (cause) {
    await own?.close()
    throw cause
  }
}

async function startOwn(dataDir: string, port: number, log: Log): Promise<PracticeWorker> {
  try {
    return await startPracticeWorker({
      dataDir,
      port,
      onChange: (state, reason) => log.warn({ state, reason }, 'the practice network changed'),
    })
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new CannotStart(`The practice network cannot be started on port ${port}: ${why}`, { cause })
  }
}

async function patient(read: () => Promise<PracticeAddress>, url: string): Promise<PracticeAddress> {
  const endsAt = performance.now() + WAIT_MS
  for (;;) {
    try {
      return await read()
    } catch (cause) {
      if (performance.now() > endsAt) throw new CannotStart(`No practice network answers at ${url}.`, { cause })
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }
}
