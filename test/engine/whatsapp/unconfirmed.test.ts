// A line that goes bad under a message: found by the missing ack, long before silence alone would tell.
import { expect, onTestFinished, test } from 'vitest'
import { linkDevice, openOffice } from '../../support/devices.ts'
import { hurriedClock } from '../../support/hurry.ts'
import { startPractice, until } from '../../support/practice.ts'

const number = '15550100001'
/** Five seconds without an ack, fifteen without a sign of life, and room for a busy PC. */
const foundWithinMs = 32_000

/** Baileys rejects a promise that nobody holds for each frame it cannot open; the program puts these aside, and so here. */
function letStraysGo(): void {
  const listeners = process.listeners('unhandledRejection')
  process.removeAllListeners('unhandledRejection')
  process.on('unhandledRejection', (thrown) => {
    if (!String(thrown).includes('unable to authenticate')) throw thrown
  })
  onTestFinished(() => {
    process.removeAllListeners('unhandledRejection')
    for (const listener of listeners) process.on('unhandledRejection', listener)
  })
}

test.for(['stall', 'garbage'])('%s under a message: the line is left, and the letter arrives once', async (kind) => {
  if (kind === 'garbage') letStraysGo()
  const practice = await startPractice()
  onTestFinished(async () => await practice.close())
  const clock = hurriedClock(4)
  const office = await openOffice(practice, { clock })
  onTestFinished(async () => await office.close())
  const id = await linkDevice(practice, office, `+${number}`)
  const { transport } = office.whatsapp
  const to = { waId: transport.newId(id), address: '4915100000001@s.whatsapp.net' }
  // The chat is known, so that the message under trial waits for its ack and nothing else.
  await transport.relay(id, await transport.compose(id, { text: 'Before', media: null }, to))

  await practice.client.fault({ kind, device: number, when: 'message' })
  const again = { ...to, waId: transport.newId(id) }
  const letter = await transport.compose(id, { text: 'Under doubt', media: null }, again)
  const since = clock.elapsed()
  const outcome = transport.relay(id, letter)
  await until('the line to be left', () => office.device(id).status !== 'connected', 30_000)
  const foundMs = clock.elapsed() - since
  expect(await outcome).toMatchObject({ kind: 'unknown' })
  await practice.client.endFaults()
  await until('another line', () => transport.isReady(id), 30_000)
  expect(foundMs).toBeLessThan(foundWithinMs)
  expect(await transport.relay(id, letter)).toMatchObject({ kind: 'accepted' })
  const received = await until('the message', async () => {
    const all = await practice.client.messages({ to: '4915100000001' })
    return all.length === 2 && all
  })
  expect(received[1]).toMatchObject({ id: again.waId, text: 'Under doubt' })
  console.log(`${kind} under a message: found after ${Math.round(foundMs / 1000)} s`)
})
