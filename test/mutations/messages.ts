// Broken on purpose, in the queue: what each promise of docs/delivery.md stands on is taken away, and a proof must see it.
// `from` stands once in `file` (below src/main/engine); `proofs` are test files below test.
const random = ['engine/messages/delivery/crash-points', 'engine/messages/delivery/simulation']

import type { Break } from './break.ts'

export const messages: Break[] = [
  {
    promise: 'P1',
    what: 'an accept is answered before its row is on disk',
    file: 'database/open.ts',
    from: `        if (waiting.length === 0) setImmediate(() => setImmediate(flush))
        waiting.push({ work, resolve: resolve as (value: never) => void, reject })`,
    to: `        if (!sqlite.inTransaction) {
          begin.run()
          setTimeout(() => sqlite.inTransaction && commit.run(), 40)
        }
        try {
          resolve(work())
        } catch (cause) {
          reject(cause)
        }`,
    proofs: ['engine/messages/delivery/kill-storm'],
  },
  {
    promise: 'P2',
    what: 'the disk is not waited for',
    file: 'database/open.ts',
    from: `sqlite.pragma('synchronous = FULL')`,
    to: `sqlite.pragma('synchronous = NORMAL')`,
    proofs: ['engine/database/fsync'],
  },
  {
    promise: 'P3',
    what: 'another try goes out under another id',
    file: 'messages/sending/attempt.ts',
    from: 'return current && { waId: row.waId,',
    to: 'return current && { waId: transport.newId(deviceId),',
    proofs: random,
  },
  {
    promise: 'P3',
    what: 'another try has other bytes',
    file: 'messages/sending/attempt.ts',
    from: 'address: row.address, bytes }',
    to: 'address: row.address, bytes: Buffer.concat([bytes, Buffer.from(" ")]) }',
    proofs: random,
  },
  {
    promise: 'P4',
    what: 'id and bytes are not on disk when the first byte goes out',
    file: 'messages/sending/prepare.ts',
    from: 'if (current.waId === null) store.saveLetter(row.id, letter.waId, letter.address, letter.bytes)',
    to: '',
    proofs: random,
  },
  {
    promise: 'P5',
    what: 'silence counts as sent',
    file: 'messages/sending/attempt.ts',
    from: `await settle.settle(row.id, { kind: 'no-answer' })`,
    to: `await settle.settle(row.id, { kind: 'accepted', at: 0 })`,
    proofs: ['engine/messages/delivery/acks'],
  },
  {
    promise: 'P6',
    what: 'an error that comes after the ack takes it back',
    file: 'messages/state/delivery.ts',
    from: 'return isOpen(state) ? failed(state, fact.code, fact.reason, now) : state',
    to: 'return failed(state, fact.code, fact.reason, now)',
    proofs: ['engine/messages/delivery/acks'],
  },
  {
    promise: 'P7',
    what: 'what a crash left on its way waits as if it had just been tried',
    file: 'messages/sending/unconfirmed.ts',
    from: 'const wait = isBack || row.attempts === 0 ? 0 :',
    to: 'const wait =',
    proofs: ['engine/messages/delivery/crash-points'],
  },
  {
    promise: 'P7',
    what: 'nothing is ever called unknown',
    file: 'messages/sending/unconfirmed.ts',
    from: 'if (at <= now) giveUp(row)',
    to: '',
    proofs: ['engine/messages/delivery/acks'],
  },
  {
    promise: 'P8',
    what: 'a newer one passes what is unconfirmed',
    file: 'messages/sending/sender.ts',
    from: '...resting.keys(), ...unconfirmed.chats()]',
    to: '...resting.keys()]',
    and: { file: 'messages/sending/prepare.ts', from: 'if (isBehind) return null', to: '' },
    proofs: random,
  },
  {
    promise: 'P9',
    what: 'the newest goes first',
    file: 'messages/sending/store.ts',
    from: `AND status = 'pending'
     ORDER BY id LIMIT ?`,
    to: `AND status = 'pending'
     ORDER BY id DESC LIMIT ?`,
    proofs: ['engine/messages/delivery/stopping'],
  },
  {
    promise: 'P9',
    what: 'two go to one chat at a time',
    file: 'messages/sending/sender.ts',
    from: '!taken.has(number) && !aside.has(id)',
    to: '!aside.has(id) && !onTheWay.has(id)',
    proofs: ['engine/messages/delivery/stopping', 'engine/messages/delivery/simulation'],
  },
  {
    promise: 'P10',
    what: 'a pause is not asked for in the claim',
    file: 'messages/sending/prepare.ts',
    from: 'current.deviceId !== deviceId || !deps.mayGo()',
    to: 'current.deviceId !== deviceId',
    proofs: ['engine/messages/delivery/stopping', 'engine/messages/delivery/simulation'],
  },
  {
    promise: 'P10',
    what: 'what was cancelled is claimed all the same',
    file: 'messages/state/delivery.ts',
    from: `return state.status === 'pending' && state.hold === null ? tried(`,
    to: `return state.hold === null ? tried(`,
    proofs: ['engine/messages/delivery/stopping', 'engine/messages/delivery/simulation'],
  },
  {
    promise: 'P11',
    what: 'the pace believes the clock',
    file: 'pacing/pacer.ts',
    from: 'if (Math.abs(jump) > SLIP_MS) {',
    to: 'if (jump > Number.POSITIVE_INFINITY) {',
    proofs: ['engine/messages/delivery/clock'],
  },
  {
    promise: 'P11',
    what: 'what did not leave after all goes on counting',
    file: 'messages/state/settle.ts',
    from: 'if (before.leftAt !== null) ledger.takeBack(id)',
    to: '',
    proofs: ['engine/pacing/ledger'],
    cases: 40,
  },
  {
    promise: 'P11',
    what: 'the pace is not told when a message was settled',
    file: 'messages/state/settle.ts',
    from: ' || settledAtOf(before) !== settledAt',
    to: '',
    proofs: ['engine/pacing/ledger'],
    cases: 40,
  },
  {
    promise: 'P11',
    what: 'a time to come is not waited for once the clock was set back',
    file: 'messages/queue/schedule.ts',
    from: `if ((row.scheduledAt ?? 0) > now) return 'early'`,
    to: '',
    and: { file: 'messages/sending/prepare.ts', from: 'if ((current.scheduledAt ?? 0) > now) return null', to: '' },
    proofs: ['engine/messages/delivery/clock', 'engine/messages/delivery/simulation'],
  },
  {
    promise: 'P11',
    what: 'eight are on their way although a delay is set',
    file: 'messages/sending/sender.ts',
    from: 'pacer.isPaced() ? 1 : UNPACED_WINDOW',
    to: 'UNPACED_WINDOW',
    proofs: ['engine/messages/delivery/simulation'],
  },
  {
    promise: 'P12',
    what: 'a message that brings the program down is tried for ever',
    file: 'messages/sending/crash-guard.ts',
    from: 'const MOST_CRASHES = 3',
    to: 'const MOST_CRASHES = 3_000',
    proofs: ['engine/messages/delivery/poison'],
  },
  {
    promise: 'P23',
    what: 'the do-not-send list is not asked before a message goes',
    file: 'messages/sending/attempt.ts',
    from: 'if (isOptedOut(row.number)) {',
    to: 'if (isOptedOut("")) {',
    and: {
      file: 'messages/sending/prepare.ts',
      from: 'if (deps.isOptedOut(row.number)) {',
      to: 'if (deps.isOptedOut("")) {',
    },
    proofs: ['engine/messages/delivery/simulation'],
  },
  {
    promise: 'P37',
    what: 'a long list is queued as its rows come in',
    file: 'messages/queue/long-list.ts',
    from: "store.insert(row, 'incoming')",
    to: 'store.insert(row)',
    proofs: ['engine/messages/long-list'],
  },
  {
    promise: 'P37',
    what: 'the answer to an Idempotency-Key is kept in a transaction of its own',
    file: 'messages/queue/accept.ts',
    from: `    idempotency.keep(caller, answer)
`,
    to: '',
    and: {
      file: 'messages/queue/accept.ts',
      from: `      if (ids.length > 0) journal.note({ kind: 'accepted', ids })`,
      to: `      if (ids.length > 0) {
        await new Promise((resolve) => setTimeout(resolve, 20))
        await database.commit(() => idempotency.replay(caller) ?? idempotency.keep(caller, answer))
        journal.note({ kind: 'accepted', ids })
      }`,
    },
    proofs: ['engine/messages/delivery/repeated-requests'],
  },
  {
    promise: 'P46',
    what: 'a word of the server that could not be written is forgotten',
    file: 'messages/state/settle.ts',
    from: 'clock.after(WRITE_AGAIN_MS, () => settleByWaId(waId, fact))',
    to: '',
    proofs: ['engine/messages/delivery/failing-calls', 'engine/messages/delivery/simulation'],
  },
  {
    promise: 'tries',
    what: 'an unconfirmed message is tried a fourth time',
    file: 'messages/state/delivery.ts',
    from: 'export const MOST_TRIES = 3',
    to: 'export const MOST_TRIES = 4',
    proofs: ['engine/messages/delivery/simulation'],
  },
  {
    promise: 'tries',
    what: 'with "hold" it is tried again all the same',
    file: 'messages/state/delivery.ts',
    from: `return retry === 'resend' && state.attempts`,
    to: 'return state.attempts',
    proofs: ['engine/messages/delivery/simulation'],
  },
  {
    promise: 'unknown',
    what: 'a person is asked after one minute',
    file: 'messages/state/delivery.ts',
    from: 'export const UNKNOWN_AFTER_MS = 5 * 60_000',
    to: 'export const UNKNOWN_AFTER_MS = 60_000',
    proofs: ['engine/messages/delivery/simulation'],
  },
]
