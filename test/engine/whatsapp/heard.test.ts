// What somebody writes is heard before WhatsApp gets our receipt: bare Baileys sends the receipt first, our own waits for whoever
// hears it, and has the letter sent again where it could not be kept.
import type { ReceivedText } from '@main/engine/whatsapp/receiving/heard.ts'
import { expect, onTestFinished, test } from 'vitest'
import { linkDevice, openOffice } from '../../support/devices.ts'
import { startPractice, until } from '../../support/practice.ts'

const phone = '15550100001'
const writer = '4915199990001'

/** A linked device whose listener is in the test's hand. */
async function hearing(heard: (text: ReceivedText) => Promise<void>) {
  const practice = await startPractice()
  onTestFinished(async () => await practice.close())
  const office = await openOffice(practice, { heard })
  onTestFinished(async () => await office.close())
  const id = await linkDevice(practice, office, `+${phone}`)
  return {
    say: async (text: string) => void (await practice.client.write({ from: writer, to: phone, text })),
    /** Receipts that the network has taken from us. */
    async receipts(): Promise<number> {
      const { stanzas } = (await practice.client.stats()) as { stanzas: { in: Record<string, number> } }
      return stanzas.in.receipt ?? 0
    },
    /** A question and its answer over the same socket: what we sent before it has arrived. */
    roundTrip: async () => void (await office.whatsapp.transport.lookup(id, ['4915100000001'])),
  }
}

test('the receipt waits until what was heard is kept', async () => {
  const told: ReceivedText[] = []
  let keep: () => void = () => undefined
  const kept = new Promise<void>((resolve) => {
    keep = resolve
  })
  const { say, receipts, roundTrip } = await hearing(async (text) => {
    told.push(text)
    await kept
  })
  // The letters of the link itself are receipted first.
  let before = -1
  await until('rest', async () => {
    await roundTrip()
    const now = await receipts()
    const isAtRest = now === before
    before = now
    return isAtRest
  })
  await say('STOP')
  await until('the text to be heard', () => told.length === 1)
  expect(told[0]).toMatchObject({ number: writer, text: 'STOP' })
  for (let turn = 0; turn < 5; turn += 1) await roundTrip()
  expect(await receipts()).toBe(before)
  keep()
  await until('the receipt', async () => (await receipts()) === before + 1)
})

test('what could not be kept is asked for again', async () => {
  let tries = 0
  const { say } = await hearing(async () => {
    tries += 1
    if (tries === 1) throw new Error('the disk is full')
  })
  await say('STOP')
  await until('the same letter a second time', () => tries >= 2)
})
