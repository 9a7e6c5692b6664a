// One socket with all that hangs on it: agent, answers, recipients, probe, line. It is left once; what a left one still says
// is not heard and what it still wants to write of the link is not written, because another may have begun.
import '../silence-libsignal.ts'
import { Agent } from 'node:https'
import type { ConnectionState } from '@whiskeysockets/baileys'
import type { Clock } from '../../base/clock.ts'
import type { Events } from '../../base/events.ts'
import type { Log } from '../../base/log.ts'
import { receive } from '../receiving/receiving.ts'
import { createAnswers } from '../sending/acks.ts'
import type { Groups } from '../sending/group-members.ts'
import { createLine, type Line } from '../sending/outbound.ts'
import { createRecipients } from '../sending/recipients.ts'
import { createUpload } from '../sending/upload.ts'
import { createProbe, type Probe } from './probe.ts'
import { endSocket, openSocket, type SocketDeps, type WASocket } from './socket.ts'

export interface RoundDeps extends Omit<SocketDeps, 'agent' | 'groupOf'> {
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

export interface Round {
  readonly socket: WASocket
  /** null until it is open, and when it was left. */
  line(): Line | null
  /** Resolves when the socket has ended. */
  leave(): Promise<void>
}

/** Opens a socket; it begins to connect at once. */
export function openRound(deps: RoundDeps): Round {
  const { deviceId, auth, practice, clock, events, log, groups } = deps
  const agent = practice === null ? null : new Agent({ ca: practice.ca, keepAlive: true })
  const socket = openSocket({ ...deps, agent, groupOf: groups.known })
  const answers = createAnswers()
  let line: Line | null = null
  let probe: Probe | null = null
  let isLeft = false

  receive({ deviceId, socket, answers, events, clock, onLimited: deps.onLimited })
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
    line = createLine({
      clock,
      socket,
      lists: deps.recipients,
      groups,
      recipients: createRecipients(socket, deps.recipients),
      answers,
      upload: createUpload(socket, agent, clock),
      onDoubt: watch.look,
    })
  }

  return {
    socket,
    line: () => line,
    async leave() {
      isLeft = true
      probe?.stop()
      line?.end()
      line = null
      agent?.destroy()
      await endSocket(socket)
    },
  }
}
