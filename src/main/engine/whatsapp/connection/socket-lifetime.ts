// One socket with all that hangs on it: agent, acks, recipients, probe, outbound. It is left once; what a left one still says
// is not heard and what it still wants to write of the link is not written, because another may have begun.
import '../silence-libsignal.ts'
import { Agent } from 'node:https'
import type { ConnectionState, WASocket } from '@whiskeysockets/baileys'
import type { Clock } from '../../base/clock.ts'
import type { Events } from '../../base/events.ts'
import type { Log } from '../../base/log.ts'
import { receive } from '../receiving/receiving.ts'
import { createAcks } from '../sending/acks.ts'
import type { Groups } from '../sending/group-members.ts'
import { createOutbound, type Outbound } from '../sending/outbound.ts'
import { createRecipients } from '../sending/recipients.ts'
import { createUpload } from '../sending/upload.ts'
import { createProbe, type Probe } from './probe.ts'
import { endSocket, openSocket, type SocketDeps } from './socket.ts'

export interface SocketLifetimeDeps extends Omit<SocketDeps, 'agent' | 'groupOf'> {
  deviceId: string
  clock: Clock
  events: Events
  log: Log
  groups: Groups
  /** Hears every change of the connection; with 'open' the line is there already. */
  hear: (update: Partial<ConnectionState>) => void
  /** The line is open and nothing comes. */
  onDeaf: () => void
  /** WhatsApp refused a message because it limits new chats. */
  onLimited: () => void
}

export interface SocketLifetime {
  readonly socket: WASocket
  /** null until it is open, and when it was left. */
  outbound(): Outbound | null
  /** Resolves when the socket has ended. */
  leave(): Promise<void>
}

/** Opens a socket; it begins to connect at once. */
export function startSocketLifetime(deps: SocketLifetimeDeps): SocketLifetime {
  const { deviceId, auth, practice, clock, events, log, groups } = deps
  const agent = practice === null ? null : new Agent({ ca: practice.ca, keepAlive: true })
  const socket = openSocket({ ...deps, agent, groupOf: groups.known })
  const acks = createAcks()
  let outbound: Outbound | null = null
  let probe: Probe | null = null
  let isLeft = false

  receive({ deviceId, socket, acks, events, clock, onLimited: deps.onLimited })
  groups.follow(socket)
  socket.ev.on('creds.update', () => {
    if (isLeft) return
    try {
      auth.saveCreds()
    } catch (cause) {
      log.error({ err: cause }, 'the link could not be saved')
    }
  })
  socket.ev.on('connection.update', (update) => {
    if (isLeft) return
    if (update.connection === 'open') open()
    deps.hear(update)
  })

  function open(): void {
    const watch = createProbe(clock, socket, deps.onDeaf)
    probe = watch
    outbound = createOutbound({
      clock,
      socket,
      lists: deps.recipients,
      groups,
      recipients: createRecipients(socket, deps.recipients),
      acks,
      upload: createUpload(socket, agent, clock),
      onAckLate: watch.look,
    })
  }

  return {
    socket,
    outbound: () => outbound,
    async leave() {
      isLeft = true
      probe?.stop()
      outbound?.end()
      outbound = null
      agent?.destroy()
      await endSocket(socket)
    },
  }
}
