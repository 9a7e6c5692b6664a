// One Baileys socket, set up our way; nothing else in the house calls makeWASocket. What differs between the practice and the
// real network stands in `practice` below and nowhere else.
import '../keys/trust.ts'
import type { Agent } from 'node:https'
import { type BinaryNode, Browsers, makeWASocket, proto, type WASocket, type WAVersion } from '@whiskeysockets/baileys'
import type { TtlCache } from '../../base/ttl-cache.ts'
import { userOf } from '../jid.ts'
import type { AuthState } from '../keys/auth-state.ts'
import { watchFromHere } from '../keys/ciphertext-guard.ts'
import { guardedKeys, sendSideBySide, writeThrough } from '../keys/signal-store.ts'
import { trustPractice } from '../keys/trust.ts'
import type { PracticeAddress } from '../network.ts'
import { createHearing, type Heard } from '../receiving/heard.ts'
import type { DeviceLists } from '../sending/device-lists.ts'
import type { Groups } from '../sending/group-members.ts'
import { QUERY_TIMEOUT_MS } from '../sending/lookup.ts'
import { silentLog } from '../silent-log.ts'

export interface SocketDeps {
  auth: AuthState
  practice: PracticeAddress | null
  /** For files; trusts the practice network's media server. */
  agent: Agent | null
  version: WAVersion
  /** The bytes of a message we sent, for a recipient who could not read it; null = not ours or gone. */
  loadLetter: (waId: string) => Uint8Array | null
  retries: TtlCache
  recipients: DeviceLists
  groupOf: Groups['known']
  /** Called with each text that comes in, before WhatsApp gets our receipt. */
  heard: Heard
  /** The time, epoch ms. */
  now: () => number
  queryTimeoutMs?: number
}

/** Opens a socket; it begins to connect at once. */
export function openSocket(deps: SocketDeps): WASocket {
  const { auth, practice } = deps
  if (practice !== null) trustPractice(practice)
  const hearing = createHearing(deps.heard, deps.now)
  const isOwn = (jid: string) => [userOf(auth.creds.me?.id), userOf(auth.creds.me?.lid)].includes(userOf(jid))
  const socket = makeWASocket({
    ...(practice === null ? {} : { waWebSocketUrl: practice.wsUrl, shouldSyncHistoryMessage: comesInline }),
    ...(deps.agent === null ? {} : { fetchAgent: deps.agent }),
    version: deps.version,
    auth: { creds: auth.creds, keys: guardedKeys(auth.keys) },
    makeSignalRepository: hearing.make(writeThrough(auth.keys), isOwn),
    logger: silentLog,
    browser: Browsers.windows('Desktop'),
    // Our own messages come back neither as events nor merged with their acks; the raw acks are read instead.
    emitOwnEvents: false,
    markOnlineOnConnect: false,
    syncFullHistory: false,
    defaultQueryTimeoutMs: deps.queryTimeoutMs ?? QUERY_TIMEOUT_MS,
    // Baileys counts every retry receipt twice.
    maxMsgRetryCount: 10,
    // The default, ten times three seconds, would hold up every send of the device while the disk is full.
    transactionOpts: { maxCommitRetries: 2, delayBetweenTriesMs: 200 },
    msgRetryCounterCache: deps.retries,
    userDevicesCache: deps.recipients,
    cachedGroupMetadata: deps.groupOf,
    // The first thing Baileys does with a message; nothing is patched.
    patchMessageBeforeSending(message, recipients) {
      watchFromHere(recipients?.length === 1 && isOwn(recipients[0] ?? ''))
      return message
    },
    // A miss must be undefined: an empty message would be sent in place of the lost one.
    getMessage: async (key) => {
      const bytes = key.id ? deps.loadLetter(key.id) : null
      return bytes === null ? undefined : proto.Message.decode(bytes)
    },
  })
  sendSideBySide(socket.authState)
  readableEnds(socket)
  hearing.follow(socket)
  return socket
}

/** Baileys throws in the midst of a close whose code is no number or below 400; the socket would stay open and say nothing. */
function readableEnds({ ws }: WASocket): void {
  const mend = (name: string) => (stanza: BinaryNode) => {
    const code = stanza.attrs[name]
    if (code !== undefined && !(Number(code) >= 400)) stanza.attrs[name] = '500'
  }
  ws.prependListener('CB:failure', mend('reason'))
  ws.prependListener('CB:stream:error', mend('code'))
}

/** Practice only: a file of history names no host, and Baileys would look for it at WhatsApp's own. */
const comesInline = ({ syncType, directPath }: proto.Message.IHistorySyncNotification): boolean =>
  !directPath && syncType !== proto.HistorySync.HistorySyncType.FULL

const CLOSE_GRACE_MS = 1_000

/** Ends a socket for good, without waiting for a server that may be deaf (Baileys itself would wait 30 s). */
export async function endSocket(socket: WASocket): Promise<void> {
  const raw = (socket.ws as unknown as { socket: { terminate(): void } | null }).socket
  const ended = socket.end(undefined)
  const timer = setTimeout(() => raw?.terminate(), CLOSE_GRACE_MS)
  try {
    await ended
  } catch {
    raw?.terminate() // it was closing already
  } finally {
    clearTimeout(timer)
  }
}
