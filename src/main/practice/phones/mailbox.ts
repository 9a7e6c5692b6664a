// What waits for a linked device: receipts, messages, notifications. Each goes out when it is due and the device is
// there, and stays until the device has acknowledged it; a device that was away gets the rest when it comes back.

import type { Store } from '../store.ts'
import { type Address, deviceKey } from '../wire/address.ts'
import { decode, encode, type Node } from '../wire/wire.ts'

interface Letter {
  seq: number
  dueAt: number
  mark: string
  stanza: Node
  isOut: boolean
  timer?: NodeJS.Timeout
}

/** How a mailbox reaches a device that is logged in and has asked for its messages. */
export type Deliver = (stanza: Node) => void

/** What an acknowledgement must say to belong to a stanza. A message is acknowledged by any receipt for its id. */
export function markOf(tag: string, attrs: Record<string, string | undefined>, other: string | undefined): string {
  if (tag === 'message') return `message ${attrs.id}`
  return [tag, attrs.id, attrs.type ?? '', attrs.participant ?? '', other ?? ''].join(' ')
}

export function createMailbox(store: Store, clock: () => number) {
  const boxes = new Map<string, Map<string, Letter>>()
  const present = new Map<string, Deliver>()
  const { db } = store
  const sql = {
    all: db.prepare<[], { seq: number; number: string; device: number; due_at: number; mark: string; stanza: Buffer }>(
      'SELECT * FROM mailbox ORDER BY seq',
    ),
    add: db.prepare<[number, string, number, number, string, Buffer]>('INSERT INTO mailbox VALUES (?, ?, ?, ?, ?, ?)'),
    remove: db.prepare<[number]>('DELETE FROM mailbox WHERE seq = ?'),
  }
  let seq = 0
  let fresh = new Map<number, [string, number, number, string, Buffer]>()
  let gone: number[] = []
  store.onFlush(() => {
    for (const [number, row] of fresh) sql.add.run(number, ...row)
    for (const number of gone) sql.remove.run(number)
    fresh = new Map()
    gone = []
  })

  const boxOf = (key: string): Map<string, Letter> => {
    const box = boxes.get(key) ?? new Map<string, Letter>()
    boxes.set(key, box)
    return box
  }

  const tryOut = (key: string, letter: Letter) => {
    const deliver = present.get(key)
    if (!deliver || letter.isOut) return
    const wait = letter.dueAt - clock()
    clearTimeout(letter.timer)
    if (wait > 0) {
      letter.timer = setTimeout(() => tryOut(key, letter), wait)
      return
    }
    letter.isOut = true
    deliver(letter.stanza)
  }

  const drop = (box: Map<string, Letter>, letter: Letter) => {
    clearTimeout(letter.timer)
    box.delete(letter.mark)
    // A letter that never reached the disk need not be removed from it.
    if (!fresh.delete(letter.seq)) gone.push(letter.seq)
    store.touch()
  }

  const stopTimers = () => {
    for (const box of boxes.values()) for (const letter of box.values()) clearTimeout(letter.timer)
  }

  return {
    async load(): Promise<void> {
      for (const row of sql.all.all()) {
        seq = Math.max(seq, row.seq)
        const stanza = await decode(row.stanza)
        const letter = { seq: row.seq, dueAt: row.due_at, mark: row.mark, stanza, isOut: false }
        boxOf(deviceKey(row)).set(row.mark, letter)
      }
    },
    /** Puts a stanza into a device's box, to be delivered at `dueAt` or as soon after as the device is there. */
    put(to: Address, stanza: Node, dueAt = clock()): void {
      const key = deviceKey(to)
      const letter: Letter = {
        seq: ++seq,
        dueAt,
        mark: markOf(stanza.tag, stanza.attrs, stanza.attrs.from),
        stanza,
        isOut: false,
      }
      const box = boxOf(key)
      const older = box.get(letter.mark)
      if (older) drop(box, older)
      box.set(letter.mark, letter)
      fresh.set(letter.seq, [to.number, to.device, dueAt, letter.mark, encode(stanza)])
      store.touch()
      tryOut(key, letter)
    },
    /** The device is there: hands over what is due as offline stanzas, returns how many, and goes on live. */
    open(to: Address, deliver: Deliver): number {
      const key = deviceKey(to)
      const due = [...boxOf(key).values()].filter((letter) => letter.dueAt <= clock())
      due.forEach((letter, index) => {
        letter.isOut = true
        deliver({ ...letter.stanza, attrs: { ...letter.stanza.attrs, offline: String(index + 1) } })
      })
      present.set(key, deliver)
      for (const letter of boxOf(key).values()) tryOut(key, letter)
      return due.length
    },
    /** The device is gone; what it did not acknowledge goes out again when it comes back. */
    close(to: Address, deliver: Deliver): void {
      const key = deviceKey(to)
      if (present.get(key) !== deliver) return
      present.delete(key)
      for (const letter of boxOf(key).values()) {
        letter.isOut = false
        clearTimeout(letter.timer)
      }
    },
    /** The device acknowledged a stanza with this mark. */
    acknowledge(from: Address, mark: string): void {
      const box = boxOf(deviceKey(from))
      const letter = box.get(mark)
      if (letter) drop(box, letter)
    },
    /** Throws away everything for a device that is linked no longer. */
    discard(address: Address): void {
      const box = boxOf(deviceKey(address))
      for (const letter of [...box.values()]) drop(box, letter)
    },
    waiting: (address: Address): number => boxOf(deviceKey(address)).size,
    stopTimers,
    clear(): void {
      stopTimers()
      boxes.clear()
      fresh = new Map()
      gone = []
    },
  }
}

export type Mailbox = ReturnType<typeof createMailbox>
