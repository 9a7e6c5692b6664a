// An engine for tests: the real one, in this process, on a practice network; with one linked device where wanted.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Caller } from '@contract/operation.ts'
import { type Clock, systemClock } from '@main/engine/base/clock.ts'
import { silentLog } from '@main/engine/base/log.ts'
import { systemRandom } from '@main/engine/base/random.ts'
import { createEngine, type Engine } from '@main/engine/engine.ts'
import { type Practice, startPractice, until } from './practice.ts'

export const page: Caller = { kind: 'page' }

export interface Rig {
  engine: Engine
  practice: Practice
  dataDir: string
  /** Links a new device to a practice phone; resolves when it is connected. */
  link(phone: string, name?: string): Promise<string>
  /** Waits until the message has one of the statuses; gives it whole. */
  ended(
    queueId: number,
    ...statuses: string[]
  ): Promise<Awaited<ReturnType<Engine['operations']['messages']['get']>>['message']>
  /** Opens the engine again on the same data, after it was closed. */
  open(): Promise<void>
  /** Closes the engine and opens it again on the same data. */
  restart(): Promise<void>
  close(): Promise<void>
}

/** No delay and no limits, so that tests do not wait. */
export async function startRig(options: { clock?: Clock } = {}): Promise<Rig> {
  const practice = await startPractice()
  const dataDir = mkdtempSync(join(tmpdir(), 'dakiya-rig-'))
  const network = await practice.client.network()
  const open = () =>
    createEngine({
      dataDir,
      network: { kind: 'practice', read: practice.client.network, ...network },
      clock: options.clock ?? systemClock,
      random: systemRandom,
      log: silentLog,
      isPractice: true,
      mediaOrigin: () => network.filesUrl,
    })
  const rig: Rig = {
    engine: await open(),
    practice,
    dataDir,
    async link(phone, name = 'Shop') {
      const { operations } = rig.engine
      const { device } = await operations.devices.create({ name }, page)
      const { sessionId } = device
      const { qr } = await operations.devices.qr({ sessionId }, page)
      await practice.client.scan(phone, qr)
      await until('the device is connected', async () => {
        const current = await rig.engine.operations.devices.get({ sessionId }, page)
        return current.device.status === 'connected'
      })
      return sessionId
    },
    ended: (queueId, ...statuses) =>
      until(`message ${queueId} is ${statuses.join(' or ')}`, async () => {
        const { message } = await rig.engine.operations.messages.get({ queueId }, page)
        return statuses.includes(message.status) && message
      }),
    async open() {
      rig.engine = await open()
    },
    async restart() {
      await rig.engine.close()
      await rig.open()
    },
    async close() {
      await rig.engine.close()
      await practice.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
  const free = { delayMinSeconds: 0, delayMaxSeconds: 0, hourlyLimit: 0, dailyLimit: 0, defaultCountry: null }
  await rig.engine.operations.settings.update(free, page)
  return rig
}
