// The life of one device's connection: connect → (codes → scanned → restart) → open → closed → what reconnect.ts decides.
// One socket at a time: every socket belongs to a round, and what comes from an older round is not heard (socket-lifetime.ts). It
// never decides what is sent.
import '../silence-libsignal.ts'
import { DakiyaError } from '@contract/errors.ts'
import type { ConnectionState, WASocket, WAVersion } from '@whiskeysockets/baileys'
import type { Clock } from '../../base/clock.ts'
import type { Events } from '../../base/events.ts'
import type { Log } from '../../base/log.ts'
import type { Random } from '../../base/random.ts'
import { createTtlCache } from '../../base/ttl-cache.ts'
import { withTimeout } from '../../base/with-timeout.ts'
import type { LinkNews } from '../../devices/devices.ts'
import { userOf } from '../jid.ts'
import { type AuthState, type AuthStore, isLinked } from '../keys/auth-state.ts'
import { type Network, type PracticeAddress, practiceAddress } from '../network.ts'
import type { Heard } from '../receiving/heard.ts'
import { createDeviceLists } from '../sending/device-lists.ts'
import { createGroups } from '../sending/group-members.ts'
import type { Outbound } from '../sending/outbound.ts'
import { BACKOFF_MOST_IN_PRACTICE_MS, BACKOFF_MOST_MS, type End, readEnd } from './close-codes.ts'
import { createCodes } from './link-codes.ts'
import { createReconnect } from './reconnect.ts'
import { type SocketLifetime, startSocketLifetime } from './socket-lifetime.ts'
import type { Version } from './version.ts'

export interface ConnectionDeps {
  deviceId: string
  network: Network
  store: AuthStore
  clock: Clock
  random: Random
  events: Events
  log: Log
  version: Version
  loadLetter: (waId: string) => Uint8Array | null
  heard: Heard
  tell: (news: LinkNews) => void
}

export interface Connection {
  /** Connects by the link there is, or shows codes for a new one; does nothing when it is at it already. */
  open(): void
  restart(): void
  close(): Promise<void>
  /** Ends the link on WhatsApp's side where it can be reached, and closes; resolves with whether it could. */
  logout(): Promise<boolean>
  pairingCode(number: string): Promise<string>
  /** The open connection; null while there is none. */
  outbound(): Outbound | null
}

const CODE_WAIT_MS = 15_000
const LOGOUT_WAIT_MS = 3_000
/** Where WhatsApp limits new chats and does not say until when. */
const LIMITED_MS = 60 * 60_000
const RETRIES_KEPT_MS = 60 * 60_000

export function createConnection(deps: ConnectionDeps): Connection {
  const { deviceId, network, clock, events, tell } = deps
  const log = deps.log.child({ device: deviceId })
  const lists = createDeviceLists(clock)
  const groups = createGroups(clock)
  const retries = createTtlCache(clock, 2_000, RETRIES_KEPT_MS)
  const codes = createCodes(clock, tell)
  const reconnect = createReconnect({
    ...deps,
    log,
    mostMs: network.kind === 'practice' ? BACKOFF_MOST_IN_PRACTICE_MS : BACKOFF_MOST_MS,
    connect: () => void connect(),
    stop() {
      void leave()
      wasScanned = false
    },
  })

  let lifetime: SocketLifetime | null = null
  /** Counts the rounds begun, so that one that was given up before it had a socket does not get one. */
  let turn = 0
  let isActive = false
  let auth: AuthState | null = null
  let version: WAVersion = deps.version.current()
  let wasScanned = false

  /** Leaves the present round; resolves when its socket has ended. */
  async function drop(): Promise<void> {
    const old = lifetime
    lifetime = null
    codes.giveUp()
    await old?.leave()
  }

  async function leave(): Promise<void> {
    turn += 1
    isActive = false
    reconnect.cancel()
    await drop()
  }

  async function connect(): Promise<void> {
    const mine = ++turn
    isActive = true
    codes.begin()
    try {
      auth = deps.store.open(deviceId)
      tell(wasScanned ? { kind: 'syncing' } : { kind: 'connecting' })
      const practice = await practiceAddress(network)
      if (mine === turn) lifetime = start(mine, auth, practice)
    } catch (cause) {
      log.warn({ err: cause }, 'a connection could not be started')
      if (mine === turn) closed({ code: 428, reason: '', banSeconds: null })
    }
  }

  function start(mine: number, auth: AuthState, practice: PracticeAddress | null): SocketLifetime {
    version = deps.version.current()
    const started = startSocketLifetime({
      deviceId,
      auth,
      practice,
      version,
      loadLetter: deps.loadLetter,
      heard: deps.heard,
      now: () => clock.now(),
      retries,
      recipients: lists,
      groups,
      clock,
      events,
      log,
      hear(update) {
        if (mine === turn) hear(update)
      },
      onDeaf() {
        if (mine !== turn) return
        log.warn('the connection was silent')
        closed({ code: 408, reason: 'silent', banSeconds: null })
      },
      onLimited: () => askLimit(started.socket),
    })
    return started
  }

  function hear({ connection, qr, isNewLogin, lastDisconnect, reachoutTimeLock }: Partial<ConnectionState>): void {
    if (qr !== undefined && !wasScanned) codes.show(qr)
    if (isNewLogin) {
      wasScanned = true
      tell({ kind: 'scanned' })
    }
    if (reachoutTimeLock !== undefined) {
      const ends = reachoutTimeLock.timeEnforcementEnds?.getTime() ?? clock.now() + LIMITED_MS
      tell({ kind: 'limited', until: reachoutTimeLock.isActive ? ends : null })
    }
    if (connection === 'open') {
      wasScanned = false
      reconnect.opened()
      log.info('connected')
      tell({ kind: 'open', number: userOf(auth?.creds.me?.id) })
      events.tell('device.ready', { deviceId })
    }
    if (connection === 'close') closed(readEnd(lastDisconnect?.error))
  }

  function closed(end: End): void {
    void drop()
    reconnect.closed(end, { isLinked: auth !== null && isLinked(auth.creds), wasScanned, used: version })
  }

  /** Asks until when new chats are limited; the answer comes as an update of the connection. */
  function askLimit(on: WASocket): void {
    on.fetchAccountReachoutTimelock().catch(() => tell({ kind: 'limited', until: clock.now() + LIMITED_MS }))
  }

  /** Tells WhatsApp that the link ends; false = it could not be told. */
  async function said(on: WASocket): Promise<boolean> {
    try {
      await withTimeout(clock, LOGOUT_WAIT_MS, on.logout())
      return true
    } catch {
      return false
    }
  }

  const connection: Connection = {
    open() {
      if (!isActive) void connect()
    },
    restart() {
      reconnect.forget()
      void leave()
      void connect()
    },
    async close() {
      wasScanned = false
      await leave()
    },
    async logout() {
      const open = lifetime?.outbound() ?? null
      turn += 1 // the close that follows is ours
      const isHeard = open !== null && (await said(open.socket))
      if (!isHeard) log.warn('WhatsApp did not hear of the log-out')
      await connection.close()
      return isHeard
    },
    async pairingCode(number) {
      // One request for each socket: a second one on the same would leave two codes that both fail.
      if (auth?.creds.pairingCode !== undefined) connection.restart()
      connection.open()
      const hasCode = await codes.first(CODE_WAIT_MS)
      if (!hasCode || lifetime === null) throw noCode()
      try {
        return await withTimeout(clock, CODE_WAIT_MS, lifetime.socket.requestPairingCode(number))
      } catch (cause) {
        throw noCode(cause)
      }
    },
    outbound: () => lifetime?.outbound() ?? null,
  }
  return connection
}

const noCode = (cause?: unknown) =>
  new DakiyaError(
    'CONFLICT',
    'WhatsApp gave no code. Check the connection to the internet, or link with the QR code.',
    {
      cause,
    },
  )
