// Lets faults strike connections: at once, later, at a login, at a message; and takes their effects back where they have
// any left (a stalled line speaks again).
import type { Address } from '../wire/address.ts'
import type { Connection } from '../wire/connection.ts'
import { type Node, node, seconds, server } from '../wire/wire.ts'
import type { Fault, Faults, When } from './faults.ts'

export interface FaultInjectorParts {
  faults: Faults
  /** Open connections of linked devices: of one number, or all. */
  ofNumber(number: string | undefined): Connection[]
  sayAndClose(connection: Connection, stanza: Node): void
  unlink(address: Address): void
  clock(): number
  log(event: string, details?: Record<string, unknown>): void
}

/** A stream error that says why; WhatsApp's form of 440 and of an unlinked device. */
export const conflict = (type: string, code?: number): Node =>
  node('stream:error', { code }, [node('conflict', { type })])

/** 27 bytes that look like a frame and cannot be opened. */
const noFrame = Buffer.from([0, 0, 24, ...Array.from({ length: 24 }, (_, i) => (i * 73 + 11) & 0xff)])
const tooManyStrangers = 101

export function createFaultInjector({ faults, ofNumber, sayAndClose, unlink, clock, log }: FaultInjectorParts) {
  const stalled = new Map<Connection, number>()

  /** What a banned device is told at its login. */
  const banOf = (fault: Fault): Node => {
    const reason = fault.code ?? 403
    const forAWhile = reason === 402 && { code: tooManyStrangers, expire: Math.ceil((fault.endsAt - clock()) / 1000) }
    return node('failure', { reason, location: 'practice', ...forAWhile })
  }

  const tellTimelock = (connection: Connection, fault: Fault) => {
    const ends = String(Math.floor(fault.endsAt / 1000))
    const lock = { is_active: true, time_enforcement_ends: ends, enforcement_type: 'RESTRICT_ALL_COMPANIONS' }
    const said = JSON.stringify({ data: { xwa2_notify_account_reachout_timelock: lock } })
    const attrs = { from: server, type: 'mex', id: `timelock${fault.id}`, t: seconds(clock()) }
    const update = node('update', { op_name: 'NotificationUserReachoutTimelockUpdate' }, Buffer.from(said))
    connection.send(node('notification', attrs, [update]))
  }

  const strike = (fault: Fault, connection: Connection) => {
    log('fault', { kind: fault.kind, connection: connection.id })
    const strikes: Partial<Record<Fault['kind'], () => void>> = {
      drop: () => connection.cut(),
      stall: () => {
        connection.stall()
        stalled.set(connection, fault.id)
      },
      'half-close': () => connection.halfClose(),
      'half-frame': () => connection.breakOff(),
      'one-byte': () => connection.crumble(),
      garbage: () => connection.garble(noFrame),
      'stream-error': () => sayAndClose(connection, node('stream:error', { code: fault.code ?? 503 })),
      replaced: () => sayAndClose(connection, conflict('replaced')),
      'logged-out': () => connection.device && unlink(connection.device),
    }
    strikes[fault.kind]?.()
  }

  const strikeSoon = (fault: Fault, targets: () => Connection[]) => {
    const hit = () => {
      const concerned = faults.has(fault.id) ? targets().filter((each) => each.isOpen()) : []
      if (concerned.length > 0 && faults.strike(fault)) for (const connection of concerned) strike(fault, connection)
    }
    // At once means after what is being said now.
    setTimeout(hit, fault.afterMs ?? 0).unref()
  }

  faults.onAdded((fault) => {
    const concerned = () => ofNumber(fault.device)
    if (fault.kind === 'banned') for (const connection of concerned()) sayAndClose(connection, banOf(fault))
    if (fault.kind === 'reachout-timelock') for (const connection of concerned()) tellTimelock(connection, fault)
    if (faults.isConnectionKind(fault.kind) && fault.when === 'now') strikeSoon(fault, concerned)
  })

  return {
    /** What a login of this number is refused with, if it is. */
    ban(number: string): Node | undefined {
      const fault = faults.take('banned', number)
      return fault && banOf(fault)
    },
    /** A device has logged in: faults that waited for it strike. */
    atLogin(connection: Connection, number: string): void {
      for (const fault of faults.waiting(number, 'now')) strikeSoon(fault, () => [connection])
    },
    /** Lets faults that wait for this moment strike; true when the client must not be heard further. */
    strikes(connection: Connection, number: string, when: When): boolean {
      const hits = faults.waiting(number, when).filter((fault) => faults.strike(fault))
      for (const fault of hits) strike(fault, connection)
      return hits.some((fault) => !['garbage', 'one-byte', 'half-frame'].includes(fault.kind))
    },
    isStalled: (connection: Connection): boolean => stalled.has(connection),
    forget: (connection: Connection): boolean => stalled.delete(connection),
    /** Stalled lines speak again: those of one fault, or all. */
    resume(fault?: number): void {
      for (const [connection, id] of stalled) {
        if (fault !== undefined && fault !== id) continue
        stalled.delete(connection)
        connection.resume()
      }
    },
  }
}
