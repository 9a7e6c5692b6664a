// A process that accepts and sends as fast as it can until somebody kills it. Its WhatsApp is the parent: each letter and
// each answered accept is written to stdout before anything follows from it, so that the parent knows what truly happened.
// Arguments: the data folder, `run` or `drain`.
import { writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Draft } from '@contract/messages.ts'
import { systemClock } from '@main/engine/base/clock.ts'
import { createEvents } from '@main/engine/base/events.ts'
import { openSlots } from '@main/engine/base/id-slots.ts'
import { openJournal } from '@main/engine/base/journal.ts'
import { silentLog } from '@main/engine/base/log.ts'
import { systemRandom } from '@main/engine/base/random.ts'
import { createChanges } from '@main/engine/database/changes.ts'
import { openDatabase } from '@main/engine/database/open.ts'
import { createReader } from '@main/engine/database/threads/reader.ts'
import { createMessages } from '@main/engine/messages/messages.ts'
import type { Outcome } from '@main/engine/messages/sending/transport.ts'
import { usual } from './usual.ts'

const [dir = '', mode = 'run'] = process.argv.slice(2)
const say = (line: object) => writeSync(1, `${JSON.stringify(line)}\n`)
const database = openDatabase(join(dir, 'dakiya.db'))
const insert = database.prepare(
  `INSERT OR IGNORE INTO devices (id, name, state, state_since, created_at) VALUES ('a', 'a', 'linked', 0, 0)`,
)
insert.run()
const events = createEvents(silentLog)
const journal = openJournal({ dir: join(dir, 'journal'), clock: systemClock, log: silentLog })
const known = new Map<string, { onWhatsApp: boolean; address: string | null }>()
const limits = { delayMinSeconds: null, delayMaxSeconds: null, hourlyLimit: null, dailyLimit: null, typing: null }
const flags = { isLinked: true, isConnected: true, isPaused: false, isRemoved: false, heldUntil: null }
const device = { id: 'a', name: 'a', limits, ...flags }
const isLost = () => mode === 'run' && Math.random() < 0.05

function relay(waId: string): Promise<Outcome> {
  return new Promise((resolve) => {
    setTimeout(() => {
      // A lost word is not waited for: the process does not live as long as the usual patience.
      if (isLost()) return
      const at = Date.now()
      events.tell('ack.received', { deviceId: 'a', waId, code: null, at })
      resolve({ kind: 'accepted', at })
    }, Math.random() * 4)
  })
}

let ids = 0
const messages = createMessages({
  database,
  changes: createChanges({ database, clock: systemClock }),
  reader: createReader(database.path),
  clock: systemClock,
  random: systemRandom,
  events,
  log: silentLog,
  journal,
  slots: openSlots(join(dir, 'in-hand'), silentLog),
  transport: {
    isReady: () => true,
    newId() {
      ids += 1
      return `3EB0${process.pid}${ids}`
    },
    lookup: async (_device, numbers) =>
      new Map(numbers.map((number) => [number, { onWhatsApp: true, address: `${number}@s` }])),
    compose: async (_device, content, to) => ({ ...to, bytes: Buffer.from(content.text ?? '') }),
    relay(_device, letter) {
      say({ kind: 'letter', waId: letter.waId, text: Buffer.from(letter.bytes).toString(), to: letter.address })
      return relay(letter.waId)
    },
    typing: async () => undefined,
  },
  devices: { all: () => [device], get: () => device },
  settings: () => usual,
  keys: { countMessages: () => undefined, nameOf: () => null },
  rules: { needNumber: (number) => ({ number }), readMediaUrl: (text) => new URL(text) },
  readNumber: (text) => text,
  isGroup: () => false,
  isOptedOut: () => false,
  registrations: {
    known: (number) => known.get(number) ?? null,
    async remember(lookups) {
      for (const [number, word] of lookups) known.set(number, { onWhatsApp: true, address: word.address })
    },
  },
  media: {
    need: () => ({ id: '', name: '', mimeType: '', mediaType: 'image' }),
    fetch: async () => ({ id: '', name: '', mediaType: 'image' }),
    path: () => '',
  },
})
messages.start()
events.tell('device.ready', { deviceId: 'a' })
say({ kind: 'ready' })

/** One accept after the other, each told of when it is answered. */
async function accept(): Promise<void> {
  for (let number = 0; ; number += 1) {
    const text = `${process.pid}-${number}`
    const draft = { number: `1555000${number % 9}`, message: text, sessionId: undefined } as Draft
    const { queueId } = await messages.handlers.messages.send(draft, { kind: 'page' })
    say({ kind: 'accepted', queueId, text })
    if (number % 2 === 1) await new Promise((resolve) => setTimeout(resolve, 8))
  }
}

if (mode === 'run') void accept()
else {
  // What lost its word three times is left to its five minutes.
  const open = database.prepare<{ count: number }>(
    `SELECT count(*) AS count FROM messages WHERE status = 'pending' OR (status = 'processing' AND attempts < 3)`,
  )
  const timer = setInterval(async () => {
    if ((open.get()?.count ?? 0) > 0) return
    clearInterval(timer)
    await messages.stop(1000)
    journal.close()
    database.close()
    say({ kind: 'drained' })
    process.exit(0)
  }, 20)
}
