// A practice phone with a large history: its files name no host, and nothing may look for them at WhatsApp's own.
import { expect, onTestFinished, test, vi } from 'vitest'
import { linkDevice, openOffice } from '../../support/devices.ts'
import { startPractice, until } from '../../support/practice.ts'

test('a large history of a practice phone sends nobody out of the PC', async () => {
  const practice = await startPractice()
  onTestFinished(async () => await practice.close())
  const at = await openOffice(practice)
  onTestFinished(async () => await at.close())
  await fetch(`${practice.url}/phones/15550100001`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ chats: 60, messages: 50 }),
  })
  const asked = vi.spyOn(globalThis, 'fetch')
  onTestFinished(() => asked.mockRestore())
  await linkDevice(practice, at, '+15550100001')
  // The two files and the part inside a message, each told of as received.
  const received = async () => {
    const entries = await practice.client.ledger(0, 10_000)
    const told = entries.filter(({ direction, tag, stanza }) => {
      const { type } = (stanza as { attrs: { type?: string } }).attrs
      return direction === 'in' && tag === 'receipt' && type === 'hist_sync'
    })
    return told.length >= 3
  }
  await until('the history is received', received, 30_000)
  const hosts = new Set(asked.mock.calls.map(([target]) => new URL(String(target)).hostname))
  expect([...hosts].filter((host) => host !== '127.0.0.1' && host !== 'localhost')).toEqual([])
})
