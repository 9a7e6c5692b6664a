// WhatsApp's side in memory, with moods: frames that get lost, acks that come late, twice, out of order or never.
// It keeps what every letter looked like when it came, so that a second id or other bytes under one id are seen.
import type { Letter, Outcome, Transport } from '@main/engine/messages/sending/transport.ts'
import type { Chance } from './chance.ts'
import type { Time } from './time.ts'

/** How likely each mishap is. */
export interface Mood {
  notSent: number
  frameLost: number
  ackLost: number
  ackLate: number
  ackTwice: number
  ackError: number
  receiptFirst: number
  echo: number
  lookupFails: number
  composeFails: number
}

export const calm: Mood = {
  notSent: 0,
  frameLost: 0,
  ackLost: 0,
  ackLate: 0,
  ackTwice: 0,
  ackError: 0,
  receiptFirst: 0,
  echo: 0,
  lookupFails: 0,
  composeFails: 0,
}

export interface Arrival {
  waId: string
  address: string
  text: string
  /** Frames under this id. */
  copies: number
  isAccepted: boolean
}

/** The server's word on its way to whoever lives. */
export type Word =
  | { kind: 'ack'; waId: string; code: string | null }
  | { kind: 'receipt'; waId: string; receipt: 'delivered' | 'read' }
  | { kind: 'echo'; waId: string }

const ACK_WAIT_MS = 20_000

/** Where a process may be when it dies. */
export type Step = 'lookup' | 'composed' | 'relay' | 'keys' | 'frame' | 'arrived' | 'ack' | 'receipt'

export function createServer(deps: {
  time: Time
  chance: Chance
  mood: () => Mood
  tell: (deviceId: string, word: Word) => void
  onFrame: (deviceId: string, waId: string) => void
  /** Called at each step of a message's way; whoever listens may end the process there. */
  onStep: (step: Step, address?: string) => void
}) {
  const { time, chance, mood } = deps
  const arrivals = new Map<string, Arrival>()
  const problems: string[] = []
  const online = new Set<string>()
  /** Receipts wait for a device that is away; acks do not. */
  const waiting = new Map<string, Word[]>()
  /** What hangs on a connection; called when it ends. */
  const ends = new Map<string, Set<() => void>>()
  let ids = 0

  function say(deviceId: string, word: Word): void {
    if (online.has(deviceId)) {
      deps.onStep(word.kind === 'ack' ? 'ack' : 'receipt')
      deps.tell(deviceId, word)
    } else if (word.kind !== 'ack') waiting.set(deviceId, [...(waiting.get(deviceId) ?? []), word])
  }

  /** A frame arrives; returns the code of the ack. */
  function take(deviceId: string, letter: Letter): string | null {
    const text = Buffer.from(letter.bytes).toString()
    const known = arrivals.get(letter.waId)
    const arrival = known ?? { waId: letter.waId, address: letter.address, text, copies: 0, isAccepted: false }
    if (arrival.text !== text || arrival.address !== letter.address)
      problems.push(`P3: other bytes under ${letter.waId}`)
    arrival.copies += 1
    arrivals.set(letter.waId, arrival)
    if (!arrival.isAccepted && chance.is(mood().ackError)) return chance.one(['463', '479', '429', '500'])
    if (!arrival.isAccepted) deliver(deviceId, letter.waId)
    arrival.isAccepted = true
    return null
  }

  function deliver(deviceId: string, waId: string): void {
    const wait = chance.is(mood().receiptFirst) ? 0 : chance.between(50, 4000)
    time.after(wait, () => say(deviceId, { kind: 'receipt', waId, receipt: 'delivered' }))
    if (chance.is(0.5)) {
      time.after(wait + chance.between(0, 9000), () => say(deviceId, { kind: 'receipt', waId, receipt: 'read' }))
    }
    if (chance.is(mood().echo)) time.after(chance.between(0, 3000), () => say(deviceId, { kind: 'echo', waId }))
  }

  function relay(deviceId: string, letter: Letter): Promise<Outcome> {
    return new Promise((resolve) => {
      if (!online.has(deviceId)) return resolve({ kind: 'not-sent', reason: 'away' })
      let hasLeft = false
      let isOver = false
      const own = ends.get(deviceId) ?? new Set()
      ends.set(deviceId, own)
      const done = (outcome: Outcome) => {
        if (isOver) return
        isOver = true
        own.delete(end)
        resolve(outcome)
      }
      const end = () =>
        done(hasLeft ? { kind: 'unknown', reason: 'broke off' } : { kind: 'not-sent', reason: 'broke off' })
      own.add(end)
      time.after(chance.between(0, 120), () => {
        if (isOver) return
        if (chance.is(mood().notSent)) return done({ kind: 'not-sent', reason: 'no keys' })
        deps.onStep('keys')
        if (isOver) return
        hasLeft = true
        deps.onFrame(deviceId, letter.waId)
        deps.onStep('frame')
        time.after(ACK_WAIT_MS, () => done({ kind: 'unknown', reason: 'no answer' }))
        if (chance.is(mood().frameLost)) return
        time.after(chance.between(0, 60), () => arrive(done))
      })
      function arrive(done: (outcome: Outcome) => void): void {
        const code = take(deviceId, letter)
        deps.onStep('arrived')
        if (chance.is(mood().ackLost)) return
        const wait = chance.is(mood().ackLate) ? chance.between(15_000, 90_000) : chance.between(0, 200)
        for (let times = chance.is(mood().ackTwice) ? 2 : 1; times > 0; times -= 1) {
          time.after(wait * times, () => {
            if (!online.has(deviceId)) return
            say(deviceId, { kind: 'ack', waId: letter.waId, code })
            done(code === null ? { kind: 'accepted', at: time.now() } : { kind: 'rejected', code, reason: code })
          })
        }
      }
    })
  }

  /** A connection of a process; when it has died, its questions are never answered. */
  function transport(isAlive: () => boolean, onRelay: (deviceId: string, letter: Letter) => void): Transport {
    const never = new Promise<never>(() => undefined)
    const alive = <T>(answer: Promise<T>): Promise<T> =>
      answer.then(
        (value) => (isAlive() ? value : never),
        (cause) => {
          if (!isAlive()) return never
          throw cause
        },
      )
    const pause = () => new Promise<void>((resolve) => void time.after(chance.between(0, 30), resolve))
    return {
      isReady: (deviceId) => isAlive() && online.has(deviceId),
      newId() {
        ids += 1
        return `3EB0${String(ids).padStart(8, '0')}`
      },
      lookup: (_deviceId, numbers) =>
        alive(
          pause().then(() => {
            deps.onStep('lookup')
            const isSilent = chance.is(mood().lookupFails)
            const word = (number: string) =>
              isSilent
                ? { onWhatsApp: null, address: null }
                : { onWhatsApp: !number.endsWith('00'), address: number.endsWith('00') ? null : `${number}@s` }
            return new Map(numbers.map((number) => [number, word(number)]))
          }),
        ),
      compose: (_deviceId, content, to) =>
        alive(
          pause().then(() => {
            deps.onStep('composed', to.address)
            if (chance.is(mood().composeFails)) throw new Error('the upload broke off')
            return { ...to, bytes: Buffer.from(content.text ?? '') }
          }),
        ),
      relay(deviceId, letter) {
        if (!isAlive()) return never
        onRelay(deviceId, letter)
        deps.onStep('relay', letter.address)
        if (!isAlive()) return never
        return alive(relay(deviceId, letter))
      },
      typing: () => Promise.resolve(),
    }
  }

  return {
    arrivals,
    problems,
    transport,
    isOnline: (deviceId: string) => online.has(deviceId),
    connect(deviceId: string): void {
      online.add(deviceId)
      const words = waiting.get(deviceId) ?? []
      waiting.delete(deviceId)
      for (const word of words) time.after(chance.between(0, 500), () => say(deviceId, word))
    },
    drop(deviceId: string): void {
      online.delete(deviceId)
      const all = [...(ends.get(deviceId) ?? [])]
      ends.delete(deviceId)
      for (const end of all) end()
    },
  }
}
