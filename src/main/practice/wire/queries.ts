// The queries that a client asks beside its messages: the start-up ones, settings, media, restrictions. What is not
// known is refused with 501 and noted, so that a test can insist on there being none.

import type { Faults } from '../control/faults.ts'
import type { Ledger } from '../ledger.ts'
import type { Keys } from '../phones/key-server.ts'
import type { Linked } from '../phones/phones.ts'
import type { Connection } from './connection.ts'
import type { Usync } from './usync.ts'
import { child, first, type Node, node, refusal, result, seconds, text } from './wire.ts'

export interface QueriesParts {
  usync: Usync
  keys: Keys
  ledger: Ledger
  faults: Faults
  mediaHost(): string
  groups(stanza: Node, device: Linked): Node | undefined
  appState(stanza: Node, device: Linked): Node
  clock(): number
  /** The client has asked for what waits for it. */
  onActive(connection: Connection, device: Linked): void
  /** The client has logged out. */
  onLogout(device: Linked): void
}

const privacy = ['readreceipts', 'profile', 'status', 'online', 'last', 'groupadd', 'calladd']

export function createQueries(parts: QueriesParts) {
  const { usync, keys, ledger, faults, mediaHost, groups, appState, clock, onActive, onLogout } = parts

  const mex = (stanza: Node, device: Linked): Node => {
    const asked = child(stanza, 'query')
    const lock = faults.peek('reachout-timelock', device.number)
    const ends = lock ? Math.floor(lock.endsAt / 1000) : 0
    const cap = faults.peek('new-chat-cap', device.number)
    const quota = cap?.count ?? -1
    const used = cap?.struck ?? 0
    const answers: Record<string, unknown> = {
      xwa2_fetch_account_reachout_timelock: {
        is_active: lock !== undefined,
        time_enforcement_ends: String(ends),
        enforcement_type: lock ? 'RESTRICT_ALL_COMPANIONS' : 'DEFAULT',
      },
      xwa2_message_capping_info: {
        total_quota: quota,
        used_quota: used,
        capping_status: !cap ? 'NONE' : used >= quota ? 'CAPPED' : used * 2 >= quota ? 'FIRST_WARNING' : 'NONE',
      },
    }
    ledger.write(
      'note',
      `${device.number}:${device.device}`,
      node('mex', { query: asked?.attrs.query_id }, text(asked) ?? ''),
    )
    return result(stanza, [node('result', {}, Buffer.from(JSON.stringify({ data: answers })))])
  }

  /** Answers by name space and first child. */
  const known: Record<string, (stanza: Node, device: Linked, connection: Connection) => Node | undefined> = {
    'w:p': (stanza) => result(stanza),
    passive: (stanza, device, connection) => {
      if (child(stanza, 'active')) queueMicrotask(() => onActive(connection, device))
      return result(stanza)
    },
    encrypt: (stanza, device) => keys.answer(stanza, device),
    usync: (stanza) => {
      const asked = child(stanza, 'usync')
      return asked && usync.answer(stanza, asked)
    },
    abt: (stanza) =>
      result(stanza, [node('props', { protocol: 1, ab_key: 'practice', hash: 'practice', refresh: 86_400 }, [])]),
    blocklist: (stanza) => result(stanza, [node('list', { matched: 'false' }, [])]),
    privacy: (stanza) => {
      if (child(stanza, 'tokens')) return result(stanza)
      return result(stanza, [
        node(
          'privacy',
          {},
          privacy.map((name) => node('category', { name, value: 'all' })),
        ),
      ])
    },
    'w:m': (stanza) =>
      result(stanza, [
        node('media_conn', { auth: 'practice', ttl: 3_600, auth_ttl: 3_600, max_buckets: 12 }, [
          node('host', { hostname: mediaHost(), maxContentLengthBytes: 110_000_000 }),
        ]),
      ]),
    'w:sync:app:state': (stanza, device) => appState(stanza, device),
    'w:profile:picture': (stanza) =>
      stanza.attrs.type === 'get' ? refusal(stanza, 404, 'item-not-found') : result(stanza),
    'w:stats': (stanza) => result(stanza),
    'w:mex': (stanza, device) => mex(stanza, device),
    'w:g2': (stanza, device) => groups(stanza, device),
    'w:biz': (stanza) => result(stanza),
    bot: (stanza) => result(stanza, [node('bot', { v: 2 }, [])]),
    status: (stanza) => result(stanza),
    disappearing_mode: (stanza) => result(stanza),
    'urn:xmpp:whatsapp:dirty': (stanza) => result(stanza),
    md: (stanza, device, connection) => {
      if (!child(stanza, 'remove-companion-device')) return undefined
      connection.send(result(stanza))
      onLogout(device)
      return node('done')
    },
  }
  const limited = new Set(['usync', 'w:g2'])

  return {
    /** Answers a query of a logged-in device. */
    answer(connection: Connection, stanza: Node, device: Linked): void {
      const space = stanza.attrs.xmlns ?? ''
      if (limited.has(space) && faults.take('rate-overlimit', device.number)) {
        connection.send(refusal(stanza, 429, 'rate-overlimit'))
        return
      }
      const answer = known[space]?.(stanza, device, connection)
      if (answer?.tag === 'iq') connection.send(answer)
      if (answer) return
      const name = `${space}:${stanza.attrs.type ?? ''}:${first(stanza)?.tag ?? ''}`
      ledger.unknown(name)
      connection.send(refusal(stanza, 501, 'feature-not-implemented'))
    },
    /** The time that an ack or a query's answer speaks of. */
    now: () => seconds(clock()),
  }
}

export type Queries = ReturnType<typeof createQueries>
