// The practice network as a profile joins it: its own in a worker thread, or one that runs already. Its address and keys
// are read again at each connect, because a restarted network has new ones.
import { join } from 'node:path'
import type { PracticePhones } from './doors/practice.ts'
import type { Network, PracticeAddress } from './engine/whatsapp/network.ts'
import { CannotStart, type Options } from './options.ts'
import { createPracticeClient } from './practice/client.ts'
import { startPracticeWorker } from './practice/start-worker.ts'

const READ_WITHIN_MS = 5_000
/** Another process may have been started a moment before us. */
const WAIT_MS = 10_000

export interface Practice {
  /** The control address. */
  url: string
  network: Network
  /** The one local address from which a practice profile may fetch media; null until it was read. */
  filesUrl(): string | null
  phones: PracticePhones
  close(): Promise<void>
}

type Told = PracticeAddress & { filesUrl: string }

/** @throws CannotStart when no practice network answers */
export async function joinPractice({ profileDir, practicePort, practiceAt }: Options): Promise<Practice> {
  const own =
    practiceAt === null ? await startPracticeWorker({ dataDir: join(profileDir, 'network'), port: practicePort }) : null
  const url = own?.url ?? practiceAt ?? ''
  let told: Told

  async function read(): Promise<PracticeAddress> {
    const answer = await fetch(`${url}/network`, { signal: AbortSignal.timeout(READ_WITHIN_MS) })
    if (!answer.ok) throw new Error(`the practice network answered ${answer.status}`)
    told = (await answer.json()) as Told
    return told
  }

  const first = await readFirst(read, url)
  return {
    url,
    network: { kind: 'practice', ...first, read },
    filesUrl: () => told.filesUrl,
    phones: createPracticeClient(url),
    close: async () => own?.close(),
  }
}

async function readFirst(read: () => Promise<PracticeAddress>, url: string): Promise<PracticeAddress> {
  const endsAt = performance.now() + WAIT_MS
  for (;;) {
    try {
      const { wsUrl, ca, rootKey } = await read()
      return { wsUrl, ca, rootKey }
    } catch (cause) {
      if (performance.now() > endsAt) throw new CannotStart(`No practice network answers at ${url}.`, { cause })
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }
}
