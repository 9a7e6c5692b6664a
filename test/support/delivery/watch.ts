// The watch: looks at every letter as it is handed over, and at the table in the end, and names each broken promise.
import type { Letter } from '@main/engine/messages/sending/transport.ts'
import { type Delivery, mayTryAgain } from '@main/engine/messages/state/delivery.ts'
import { format } from 'date-fns'
import { judge } from '../checker.ts'
import type { Kept, Life } from './process.ts'
import type { Word } from './server.ts'
import type { Time } from './time.ts'

interface SeenRow extends Delivery {
  id: number
  deviceId: string
  number: string
  waId: string | null
  content: Buffer | null
  scheduledAt: number | null
  onAmbiguous: 'resend' | 'hold' | null
}

const COLUMNS = `id, device_id AS deviceId, number, wa_id AS waId, content, status, outcome, hold, attempts,
  tries_since AS triesSince, tried_at AS triedAt, doubted_at AS unconfirmedAt, left_at AS leftAt, sent_at AS sentAt,
  delivered_at AS deliveredAt, read_at AS readAt, ended_at AS endedAt, scheduled_at AS scheduledAt,
  on_ambiguous AS onAmbiguous, error, error_code AS errorCode`

const DAY_MS = 24 * 60 * 60_000

export function createWatch(deps: { kept: Kept; time: Time; life: () => Life }) {
  const { kept, time, life } = deps
  const problems: string[] = []
  const accepted = new Map<number, string>()
  /** Rows cancelled by word, until they are put back. */
  const cancelled = new Set<number>()
  /** Rows whose place in their chat is no longer that of their id. */
  const outOfOrder = new Set<number>()
  const waIdOf = new Map<number, string>()
  const lastOfChat = new Map<string, number>()
  /** When letters were handed over by each device, in true time. */
  const left = new Map<string, number[]>()
  /** When each left first, in true time, by device and the day that the clock showed. */
  const leftOnDay = new Map<string, number[]>()
  /** Claimed when sending was paused: only these may still go. */
  let mayLeave: Set<number> | null = null
  let relays = 0
  let wasClockSet = false

  const read = <Row>(sql: string, ...values: unknown[]): Row[] => {
    const { database } = life().disk
    return database.prepare<Row>(sql).all(...values)
  }
  const problem = (text: string) => void problems.push(`${text} (at ${Math.round(time.elapsed())} ms)`)

  function relayed(_deviceId: string, letter: Letter): void {
    relays += 1
    const [row] = read<SeenRow>(`SELECT ${COLUMNS} FROM messages WHERE wa_id = ?`, letter.waId)
    if (!row) {
      problem(`P4: ${letter.waId} left without a row`)
      return
    }
    const { id, number } = row
    if (row.status !== 'processing') problem(`P4: ${id} left as ${row.status}`)
    if (!row.content || !Buffer.from(letter.bytes).equals(row.content)) problem(`P4: ${id} left with other bytes`)
    const known = waIdOf.get(id)
    if (known !== undefined && known !== letter.waId) problem(`P3: ${id} left as ${known} and ${letter.waId}`)
    waIdOf.set(id, letter.waId)
    if (row.attempts > 1 && (row.onAmbiguous ?? kept.settings.onAmbiguous) === 'hold')
      problem(`hold: ${id} left again though it was to be held`)
    if (cancelled.has(id)) problem(`P10: ${id} left after it was cancelled`)
    if (mayLeave && !mayLeave.delete(id)) problem(`P10: ${id} left while sending was paused`)
    if (kept.optedOut.has(number)) problem(`P23: ${id} left to a number that asked to stop`)
    // A try more goes whatever the clock was set to meanwhile: the first may have arrived.
    if (row.attempts <= 1 && (row.scheduledAt ?? 0) > time.now()) problem(`P11: ${id} left before its time`)
    inOrder(row, known !== undefined)
  }

  function inOrder(row: SeenRow, isAgain: boolean): void {
    const { id, number, deviceId } = row
    const now = time.now()
    const others = read<SeenRow>(
      `SELECT ${COLUMNS} FROM messages WHERE device_id = ? AND number = ? AND status = 'processing' AND id <> ?`,
      deviceId,
      number,
      id,
    )
    for (const other of others) {
      const rule = other.onAmbiguous ?? kept.settings.onAmbiguous
      const isHeldBack = kept.optedOut.has(number)
      if (other.outcome !== null || isHeldBack) continue
      // One whose word has come is as good as settled.
      if (heard.has(other.waId ?? '')) continue
      if (mayTryAgain(other, rule, now) && !(isAgain && other.id > id))
        problem(`P8: ${id} left before ${other.id}, which is unconfirmed`)
    }
    if (isAgain) return
    const chat = `${deviceId} ${number}`
    const last = lastOfChat.get(chat) ?? 0
    if (!outOfOrder.has(id)) {
      if (last > id) problem(`P9: ${id} left after ${last} to the same chat`)
      lastOfChat.set(chat, Math.max(last, id))
    }
  }

  /** A frame goes out. */
  function frame(deviceId: string, waId: string): void {
    const isAgain = framed.has(waId)
    framed.add(waId)
    const { delayMinSeconds, hourlyLimit, dailyLimit } = kept.settings
    const now = time.elapsed()
    const times = left.get(deviceId) ?? []
    const last = times.at(-1)
    if (last !== undefined && last > pacedFrom && now - last < delayMinSeconds * 1000 - 1) {
      problem(`P11: ${Math.round(now - last)} ms between two, ${delayMinSeconds} s asked for`)
    }
    // The limit counts messages; a try more of one is not another.
    if (!isAgain) {
      const recent = (firsts.get(deviceId) ?? []).filter((at) => at > now - 3_600_000 && at > pacedFrom)
      if (hourlyLimit > 0 && recent.length + 1 > hourlyLimit)
        problem(`P11: ${recent.length + 1} within an hour, ${hourlyLimit} allowed`)
      firsts.set(deviceId, [...recent, now])
    }
    times.push(now)
    left.set(deviceId, times)
    const day = `${deviceId} ${format(time.now(), 'yyyy-MM-dd')}`
    const today = (leftOnDay.get(day) ?? []).filter((at) => at > now - DAY_MS)
    if (!isAgain) today.push(now)
    leftOnDay.set(day, today)
    if (dailyLimit > 0 && pacedFrom === 0 && today.length > dailyLimit) {
      problem(`P11: ${today.length} on one day, ${dailyLimit} allowed`)
    }
  }

  /** Nobody is asked what became of a message before five minutes have passed since it last left; the claim is a little earlier. */
  function askedInTime(): void {
    const leftAt = new Map<number, number>()
    for (const line of kept.lines) {
      if (line.kind === 'out') leftAt.set(line.id, line.at)
      if (line.kind !== 'state' || line.outcome !== 'unknown') continue
      const since = line.at - (leftAt.get(line.id) ?? Number.NEGATIVE_INFINITY)
      if (since < 4.9 * 60_000) problem(`unknown: ${line.id} after ${Math.round(since / 1000)} s`)
    }
  }

  const framed = new Set<string>()
  /** When each message left first, by device. */
  const firsts = new Map<string, number[]>()
  const heard = new Map<string, Word>()
  let pacedFrom = 0

  return {
    problems,
    relayed,
    frame,
    count: () => relays,
    hasHeard: (waId: string | null): boolean => heard.has(waId ?? ''),
    accepted: (id: number, number: string) => void accepted.set(id, number),
    ids: () => [...accepted.keys()],
    cancelled(ids: number[]): void {
      for (const id of ids) cancelled.add(id)
    },
    restored(ids: number[]): void {
      for (const id of ids) {
        cancelled.delete(id)
        outOfOrder.add(id)
      }
    },
    outOfOrder: (id: number) => void outOfOrder.add(id),
    /** The limits were changed: what left before counts by the old ones. */
    newPace(): void {
      // What was on its way already goes by the old ones too.
      pacedFrom = time.elapsed() + 5 * 60_000
    },
    told: (word: Word) => {
      if (word.kind !== 'ack' || word.code === null) heard.set(word.waId, word)
    },
    paused(): void {
      mayLeave = new Set(
        read<{ id: number }>(`SELECT id FROM messages WHERE status = 'processing'`).map((row) => row.id),
      )
      for (const id of [...mayLeave]) if (waIdOf.has(id)) mayLeave.delete(id)
    },
    resumed(): void {
      mayLeave = null
    },
    clockSet(): void {
      wasClockSet = true
    },
    restarted(): void {
      // What left before is then counted by the times in the table, and nobody can tell whose clock they are of.
      if (wasClockSet) pacedFrom = Math.max(pacedFrom, time.elapsed())
      // What was on its way died with the process; none of it may go while paused.
      if (mayLeave) mayLeave = new Set()
    },
    rows: () => read<SeenRow>(`SELECT ${COLUMNS} FROM messages ORDER BY id`),
    lastScheduledAt: () =>
      read<{ at: number | null }>(`SELECT max(scheduled_at) AS at FROM messages WHERE status = 'pending'`)[0]?.at ?? 0,
    /** The end of a history: nobody may be missing, nothing may be claimed that is not so. */
    judge(arrivals: ReadonlyMap<string, { isAccepted: boolean }>): void {
      const rows = read<SeenRow>(`SELECT ${COLUMNS} FROM messages ORDER BY id`)
      const byId = new Map(rows.map((row) => [row.id, row]))
      for (const id of accepted.keys()) if (!byId.has(id)) problem(`P1: ${id} was accepted and is gone`)
      for (const row of rows) {
        const isEnded =
          ['sent', 'failed', 'cancelled'].includes(row.status) || row.outcome === 'unknown' || row.hold === 'late'
        if (!isEnded) problem(`P7: ${row.id} has not ended: ${row.status}`)
        if (row.status === 'sent' && row.outcome === null && !heard.has(row.waId ?? ''))
          problem(`P5: ${row.id} is sent without the server's word`)
        if (row.status === 'sent' && row.outcome === null && !arrivals.get(row.waId ?? '')?.isAccepted)
          problem(`P5: ${row.id} is sent and the server does not have it`)
      }
      const [check] = read<{ integrity_check: string }>('PRAGMA integrity_check')
      if (check?.integrity_check !== 'ok') problem(`the file is damaged: ${check?.integrity_check}`)
      if (!wasClockSet) askedInTime()
      for (const text of judge(kept.lines)) problem(text)
    },
    isEnded: (): boolean =>
      read<{ count: number }>(
        `SELECT count(*) AS count FROM messages
         WHERE (status = 'pending' AND hold IS NOT 'late') OR (status = 'processing' AND outcome IS NULL)`,
      )[0]?.count === 0,
  }
}
