// What misbehaves at the moment. Two sorts:
// - faults of the connection (drop, stall, half-close, stream-error, replaced, logged-out, garbage) strike once unless
//   `count` says otherwise: at once, or `afterMs` after now or after the next login; with `probability` or `when` they
//   strike at messages instead;
// - faults of the service (the others) hold until they have struck `count` times or are taken away.
import { draw } from '../people/behaviour.ts'

export const connectionKinds = [
  'drop',
  'stall',
  'half-close',
  'half-frame',
  'one-byte',
  'stream-error',
  'replaced',
  'logged-out',
  'garbage',
] as const
export const serviceKinds = [
  'slow-ack',
  'no-ack',
  'ack-error',
  'banned',
  'rate-overlimit',
  'reachout-timelock',
  'retry-receipt',
  'media-refused',
  'new-chat-cap',
  'reorder-acks',
  'clock-skew',
] as const
export type ConnectionKind = (typeof connectionKinds)[number]
export type FaultKind = ConnectionKind | (typeof serviceKinds)[number]
export const faultKinds: readonly FaultKind[] = [...connectionKinds, ...serviceKinds]

/** When a fault of the connection strikes: by itself, on a message before it is accepted, or after it, before its ack. */
export type When = 'now' | 'message' | 'accepted'

export interface FaultOrder {
  kind: FaultKind
  /** The linked number; none means every one. */
  device?: string
  count?: number
  code?: number
  afterMs?: number
  probability?: number
  seed?: number
  when?: When
}

export interface Fault extends FaultOrder {
  id: number
  left: number
  /** How often chance was asked. */
  struck: number
  /** When a ban or a timelock is over, epoch ms; `afterMs` is its length. */
  endsAt: number
  when: When
}

const isConnectionKind = (kind: FaultKind): kind is ConnectionKind =>
  (connectionKinds as readonly string[]).includes(kind)

const usualLengthMs = 3_600_000

export function createFaults(networkSeed: () => string, clock: () => number) {
  let next = 1
  const active = new Map<number, Fault>()
  const listeners: ((fault: Fault) => void)[] = []
  const totals = new Map<FaultKind, number>()

  const strike = (fault: Fault): boolean => {
    if (fault.probability !== undefined) {
      fault.struck += 1
      if (draw(fault.seed ?? `${networkSeed()} ${fault.id}`, fault.kind, fault.struck) >= fault.probability)
        return false
    }
    fault.left -= 1
    totals.set(fault.kind, (totals.get(fault.kind) ?? 0) + 1)
    if (fault.left <= 0) active.delete(fault.id)
    return true
  }
  const isOver = (fault: Fault): boolean => {
    const isOver = fault.endsAt <= clock()
    if (isOver) active.delete(fault.id)
    return isOver
  }
  const concerns = (fault: Fault, number: string) =>
    (fault.device === undefined || fault.device === number) && !isOver(fault)

  return {
    add(order: FaultOrder): Fault {
      const isOfConnection = isConnectionKind(order.kind)
      const when = order.when ?? (order.probability === undefined ? 'now' : 'message')
      const forEver = Number.POSITIVE_INFINITY
      // The count of a cap is its quota, not how often it strikes.
      const left = order.kind === 'new-chat-cap' ? forEver : (order.count ?? (isOfConnection ? 1 : forEver))
      const isTimed = order.kind === 'reachout-timelock' || (order.kind === 'banned' && order.code === 402)
      const endsAt = isTimed ? clock() + (order.afterMs ?? usualLengthMs) : forEver
      const fault: Fault = { ...order, id: next++, left, struck: 0, when, endsAt }
      active.set(fault.id, fault)
      for (const tell of listeners) tell(fault)
      return fault
    },
    list: (): Fault[] => [...active.values()],
    remove: (id: number): boolean => active.delete(id),
    has: (id: number): boolean => active.has(id),
    clear: (): void => active.clear(),
    /** How often each kind struck since the start. */
    totals: (): Record<string, number> => Object.fromEntries(totals),
    forget: (): void => totals.clear(),
    /** Called with each new fault, so that those of open connections can strike. */
    onAdded: (tell: (fault: Fault) => void): void => void listeners.push(tell),
    isConnectionKind,
    /** The first fault of this kind that strikes this number now; uses up one of its count. */
    take(kind: FaultKind, number: string): Fault | undefined {
      for (const fault of active.values())
        if (fault.kind === kind && concerns(fault, number) && strike(fault)) return fault
      return undefined
    },
    /** The same where the number is not known, as on the media server: any fault of this kind. */
    takeAny(kind: FaultKind): Fault | undefined {
      for (const fault of active.values()) if (fault.kind === kind && strike(fault)) return fault
      return undefined
    },
    /** A fault of this kind that concerns this number, left as it is. */
    peek: (kind: FaultKind, number: string): Fault | undefined =>
      [...active.values()].find((fault) => fault.kind === kind && concerns(fault, number)),
    /** Faults of the connection that wait for this moment. */
    waiting: (number: string, when: When): Fault[] =>
      [...active.values()].filter(
        (fault) => isConnectionKind(fault.kind) && fault.when === when && concerns(fault, number),
      ),
    strike,
  }
}

export type Faults = ReturnType<typeof createFaults>
