// The life of one device's connection: connect → (codes → scanned → restart) → open → closed → what closing.ts says.
// One socket at a time. Every socket belongs to a round; what comes from an older round is not heard, so a dead socket can
// neither speak nor be waited for. It decides when to come back, never what is sent.
import './quiet.ts'
import { Agent } from 'node:https'
import { DakiyaError } from '@contract/errors.ts'
import type { ConnectionState } from '@whiskeysockets/baileys'
import type { Clock } from '../base/clock.ts'
import type { Events } from '../base/events.ts'
import type { Log } from '../base/log.ts'
import type { Random } from '../base/random.ts'
import type { LinkNews } from '../devices/links.ts'
import { createAnswers } from './answers.ts'
import { type AuthState, type AuthStore, isLinked } from './auth-state.ts'
import { BACKOFF_MOST_IN_PRACTICE_MS, BACKOFF_MOST_MS, isPassing, nextStep, type Step } from './closing.ts'
import { createCodes } from './codes.ts'
import { createDeviceLists } from './device-lists.ts'
import { createGroups } from './groups.ts'
import { userOf } from './jid.ts'
import { createLine, type Line } from './line.ts'
import { type Network, practiceAddress } from './network.ts'
import { receive } from './receive.ts'
import { createRecent } from './recent.ts'
import { createRecipients } from './recipients.ts'
import { endSocket, openSocket, type WASocket } from './socket.ts'
import { createUpload } from './upload.ts'
import type { Version } from './version.ts'
import { within } from './within.ts'

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
  tell: (news: LinkNews) => void
}

export interface Connection {
  /** Connects by the link there is, or shows codes for a new one; does nothing when it is at it already. */
  open(): void
  restart(): void
  close(): Promise<void>
  /** Ends the link on WhatsApp's side where it can be reached, and closes. */
  logout(): Promise<void>
  pairingCode(number: string): Promise<string>
  /** The open connection; null while there is none. */
  line(): Line | null
}

/** A connection that held this long forgets earlier failures. */
const HELD_MS = 30_000
const CODE_WAIT_MS = 15_000
const LOGOUT_WAIT_MS = 3_000
/** Where WhatsApp limits new chats and does not say until when. */
const LIMITED_MS = 60 * 60_000
const RETRIES_KEPT_MS = 60 * 60_000

const fresh = () => ({ attempt: 0, replaced: 0, strange: 0 })

export function createConnection(deps: ConnectionDeps): Connection {
  const { deviceId, network, clock, random, events, tell } = deps
  const log = deps.log.child({ device: deviceId })
  const lists = createDeviceLists(clock)
  const groups = createGroups(clock)
  const retries = createRecent(clock, 2_000, RETRIES_KEPT_MS)
  const codes = createCodes(clock, tell)
  const mostMs = network.kind === 'practice' ? BACKOFF_MOST_IN_PRACTICE_MS : BACKOFF_MOST_MS

  let round = 0
  let isActive = false
  let socket: WASocket | null = null
  let agent: Agent | null = null
  let auth: AuthState | null = null
  let line: Line | null = null
  let tries = fresh()
  let hasFreshVersion = false
  let wasScanned = false
  let callOffTimer: () => void = () => undefined

  function later(ms: number, work: () => void): void {
    callOffTimer()
    callOffTimer = clock.after(ms, work)
  }

  /** Lets go of the present socket and all that hangs on it; the socket itself is ended by who calls, if it still lives. */
  function drop(): WASocket | null {
    const old = socket
    socket = null
    line?.end()
    line = null
    agent?.destroy()
    agent = null
    codes.giveUp()
    return old
  }

  /** Leaves the present round: its socket is ended and nobody hears of it any more. */
  async function leave(): Promise<void> {
    round += 1
    isActive = false
    callOffTimer()
    const old = drop()
    if (old !== null) await endSocket(old)
  }

  async function connect(): Promise<void> {
    const mine = ++round
    isActive = true
    codes.begin()
    try {
      auth = deps.store.open(deviceId)
      tell(wasScanned ? { kind: 'syncing' } : { kind: 'connecting' })
      const practice = await practiceAddress(network)
      if (mine === round) start(mine, auth, practice)
    } catch (cause) {
      log.warn({ err: cause }, 'a connection could not be started')
      if (mine === round) closed(428, '', null)
    }
  }

  function start(mine: number, auth: AuthState, practice: Awaited<ReturnType<typeof practiceAddress>>): void {
    const { loadLetter } = deps
    const itsAgent = practice === null ? null : new Agent({ ca: practice.ca, keepAlive: true })
    const version = deps.version.current
    const opened = openSocket({
      auth,
      practice,
      agent: itsAgent,
      version,
      loadLetter,
      retries,
      recipients: lists,
      groupOf: groups.known,
    })
    socket = opened
    agent = itsAgent
    const answers = createAnswers()
    receive({ deviceId, socket: opened, answers, events, clock, onLimited: () => askLimit(opened) })
    groups.follow(opened)
    opened.ev.on('creds.update', () => {
      try {
        auth.saveCreds()
      } catch (cause) {
        log.error({ err: cause }, 'the link could not be saved')
      }
    })
    opened.ev.on('connection.update', (update) => {
      if (mine !== round) return
      if (update.connection === 'open') {
        line = createLine({
          clock,
          socket: opened,
          lists,
          groups,
          recipients: createRecipients(opened, lists),
          answers,
          upload: createUpload(opened, itsAgent, clock),
        })
      }
      hear(update)
    })
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
      later(HELD_MS, () => {
        tries = fresh()
      })
      log.info('connected')
      tell({ kind: 'open', number: userOf(auth?.creds.me?.id) })
      events.tell('device.ready', { deviceId })
    }
    if (connection === 'close') {
      const error = lastDisconnect?.error as
        | { output?: { statusCode?: number }; data?: { expire?: string } }
        | undefined
      const seconds = Number(error?.data?.expire)
      closed(error?.output?.statusCode ?? null, lastDisconnect?.error?.message ?? '', seconds > 0 ? seconds : null)
    }
  }

  function closed(code: number | null, reason: string, banSeconds: number | null): void {
    drop()
    const isPaired = auth !== null && isLinked(auth.creds)
    const known = { code, reason, banSeconds, isLinked: isPaired, wasScanned, hasFreshVersion, ...tries }
    const step = nextStep(known, random.next(), mostMs)
    log.info({ closeCode: code, next: step.do }, 'the connection closed')
    tries.attempt += 1
    if (code === 440) tries.replaced += 1
    if (!isPassing(code)) tries.strange += 1
    take(step)
  }

  function take(step: Step): void {
    if (step.do === 'reconnect') {
      // The restart after a scan is part of linking; nobody needs to hear of it.
      if (step.afterMs > 0) tell({ kind: 'offline', retryAt: clock.now() + step.afterMs })
      later(step.afterMs, () => void connect())
    } else if (step.do === 'refresh-version') {
      const mine = round
      hasFreshVersion = true
      const again = () => {
        if (mine === round) void connect()
      }
      deps.version.refresh().then(again, again)
    } else {
      void leave()
      wasScanned = false
      tries = fresh()
      if (step.why === 'stopped') tell({ kind: 'stopped', code: step.code })
      else if (step.why !== 'banned') tell({ kind: step.why })
      else tell({ kind: 'banned', until: step.seconds === null ? null : clock.now() + step.seconds * 1000 })
    }
  }

  /** Asks until when new chats are limited; the answer comes as an update of the connection. */
  function askLimit(on: WASocket): void {
    on.fetchAccountReachoutTimelock().catch(() => tell({ kind: 'limited', until: clock.now() + LIMITED_MS }))
  }

  const connection: Connection = {
    open() {
      if (!isActive) void connect()
    },
    restart() {
      tries = fresh()
      void leave()
      void connect()
    },
    async close() {
      wasScanned = false
      await leave()
    },
    async logout() {
      const current = line?.socket
      round += 1 // the close that follows is ours
      if (current !== undefined) {
        await within(clock, LOGOUT_WAIT_MS, current.logout()).catch(() =>
          log.warn('WhatsApp did not hear of the log-out'),
        )
      }
      await connection.close()
    },
    async pairingCode(number) {
      // One request for each socket: a second one on the same would leave two codes that both fail.
      if (auth?.creds.pairingCode !== undefined) connection.restart()
      connection.open()
      const hasCode = await codes.first(CODE_WAIT_MS)
      if (!hasCode || socket === null) throw noCode()
      try {
        return await within(clock, CODE_WAIT_MS, socket.requestPairingCode(number))
      } catch (cause) {
        throw noCode(cause)
      }
    },
    line: () => line,
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
