// Whatever happens to a client and its network, the ledger stays consistent: what was acknowledged arrived, no device
// takes one id for new twice, and nobody received what was not sent.
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Bare, linkBareSocket, openBareSocket, type Practice, startPractice, until } from '../support/practice.ts'

const device = '15550100001'
const recipients = ['4915170000001', '4915170000002', '4915170000003']
const isNightly = process.env.DAKIYA_NIGHTLY === '1'

type Step =
  | { kind: 'send'; to: number }
  | { kind: 'drop'; when: 'now' | 'message' | 'accepted' }
  | { kind: 'fault'; fault: 'no-ack' | 'retry-receipt' | 'ack-error' | 'reorder-acks' | 'half-frame' }
  | { kind: 'restart' }
  | { kind: 'reinstall'; who: number }
  | { kind: 'devices'; who: number; count: number }
  | { kind: 'write'; from: number }

const who = fc.integer({ min: 0, max: recipients.length - 1 })
const send = who.map((to): Step => ({ kind: 'send', to }))
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: send },
  { weight: 2, arbitrary: fc.constantFrom('now', 'message', 'accepted').map((when): Step => ({ kind: 'drop', when })) },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom('no-ack', 'retry-receipt', 'ack-error', 'reorder-acks', 'half-frame')
      .map((fault): Step => ({ kind: 'fault', fault })),
  },
  { weight: 1, arbitrary: fc.constant<Step>({ kind: 'restart' }) },
  { weight: 1, arbitrary: who.map((each): Step => ({ kind: 'reinstall', who: each })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(who, fc.integer({ min: 1, max: 4 }))
      .map(([each, count]): Step => ({ kind: 'devices', who: each, count })),
  },
  { weight: 1, arbitrary: who.map((from): Step => ({ kind: 'write', from })) },
)

let practice: Practice
let bare: Bare
let next = 0
/** What was sent under each id, and whether its ack was seen, with which error. */
const sent = new Map<string, { to: string; text: string; ack?: { error: string | undefined } }>()

/** A careful client keeps what it sent, to answer those who ask again after it was away. */
const getMessage = async ({ id }: { id?: string | null }) => {
  const message = sent.get(id ?? '')
  return message && { extendedTextMessage: { text: message.text } }
}

const reopen = async () => {
  // A fault may strike the login itself.
  for (let attempt = 0; attempt < 6 && !bare.isOpen(); attempt++) {
    await bare.end().catch(() => undefined)
    bare = await openBareSocket(practice, bare.auth, { getMessage }).catch(() => bare)
  }
}
const noteAcks = () => {
  for (const [id, message] of sent) if (bare.acks.has(id) && !message.ack) message.ack = { error: bare.acks.get(id) }
}
const sendUnder = async (id: string) => {
  const message = sent.get(id)
  if (!message) return
  await reopen()
  const content = { text: message.text }
  const sending = bare.sock
    .sendMessage(`${message.to}@s.whatsapp.net`, content, { messageId: id })
    .catch(() => undefined)
  await Promise.race([sending, until('the send', () => bare.closeCode() !== undefined).catch(() => undefined)])
}

async function take(each: Step): Promise<void> {
  const acts: { [Kind in Step['kind']]: (step: Extract<Step, { kind: Kind }>) => Promise<unknown> } = {
    send: ({ to }) => {
      const id = `3EB0LEDGER${++next}`
      sent.set(id, { to: recipients[to] ?? '', text: `Message ${next}` })
      return sendUnder(id)
    },
    drop: ({ when }) => practice.client.fault({ kind: 'drop', device, when }),
    fault: ({ fault }) =>
      practice.client.fault({ kind: fault, device, count: 1, ...(fault === 'ack-error' && { code: 500 }) }),
    restart: async () => {
      await practice.restart()
      await reopen()
    },
    reinstall: (one) => practice.client.reinstall(recipients[one.who] ?? ''),
    devices: ({ who: one, count }) => practice.client.contact(recipients[one] ?? '', { devices: count }),
    write: async ({ from }) => practice.client.write({ from: recipients[from] ?? '', to: device, text: 'Hello' }),
  }
  await (acts[each.kind] as (step: Step) => Promise<unknown>)(each)
  noteAcks()
}

/** Ends all faults, comes back, and sends again what has no ack, under its own id, as a careful client does. */
async function settle(): Promise<void> {
  await practice.client.endFaults()
  await reopen()
  const open = () => [...sent].filter(([, message]) => !message.ack)
  const allIsAcked = () => {
    noteAcks()
    return open().length === 0
  }
  for (let attempt = 0; attempt < 5 && !allIsAcked(); attempt++) {
    await reopen()
    for (const [id] of open()) await sendUnder(id)
    await until('the acks or the close', () => allIsAcked() || bare.closeCode() !== undefined, 3_000).catch(
      () => undefined,
    )
  }
  expect(open()).toEqual([])
}

interface Notes {
  /** How often each device took each id for new. */
  fresh: Map<string, number>
  /** Ids that a recipient asked for again, and the client said that it heard: its second copy may be lost on the way. */
  askedAgain: Set<string>
}

const notes: Notes = { fresh: new Map(), askedAgain: new Set() }
let readTo = 0

/** Reads on from where it was. */
async function readLedger(): Promise<Notes> {
  for (;;) {
    const entries = await practice.client.ledger(readTo, 10_000)
    for (const { tag, device: where, direction, stanza } of entries) {
      const { attrs } = stanza as { attrs: Record<string, string> }
      const key = `${attrs.id} ${where}`
      if (tag === 'opened' && attrs.new === 'true') notes.fresh.set(key, (notes.fresh.get(key) ?? 0) + 1)
      if (tag === 'ack' && direction === 'in' && attrs.type === 'retry') notes.askedAgain.add(attrs.id ?? '')
    }
    const last = entries.at(-1)
    if (!last) return notes
    readTo = last.seq
  }
}

async function check(): Promise<void> {
  const accepted = [...sent].filter(([, message]) => message.ack && message.ack.error === undefined).map(([id]) => id)
  const messages = await until('everything accepted has arrived', async () => {
    // A drop that waited for a message may strike a second copy just now.
    await reopen()
    const all = new Map((await practice.client.messages()).map((message) => [message.id, message]))
    const missing = accepted.filter((id) => !all.has(id))
    if (missing.length === 0) return all
    const { askedAgain } = await readLedger()
    return missing.every((id) => askedAgain.has(id)) && all
  })
  for (const [id, message] of messages) {
    expect(sent.get(id)).toMatchObject({ to: message.to, text: message.text })
    expect(message.copies).toBeGreaterThanOrEqual(1)
  }
  expect([...(await readLedger()).fresh].filter(([, times]) => times > 1)).toEqual([])
}

beforeAll(async () => {
  practice = await startPractice()
  await practice.client.contact('*', { deliverAfterMs: 0, reads: false })
  bare = await linkBareSocket(practice, device, { getMessage })
})
afterAll(async () => {
  await bare.end()
  await practice.close()
})

describe('the ledger', () => {
  it(
    'stays consistent through any sequence of sends, drops, restarts and faults',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
          for (const each of steps) await take(each)
          await settle()
          await check()
        }),
        { numRuns: isNightly ? 300 : 25, seed: isNightly ? Date.now() & 0xffff : 2026, endOnFailure: true },
      )
    },
    isNightly ? 3_600_000 : 240_000,
  )
})
