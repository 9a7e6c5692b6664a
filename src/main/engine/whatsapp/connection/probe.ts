// Finds a deaf connection: open, yet nothing comes. Baileys looks only every 30 s and then waits half a minute more for a
// goodbye from a server that no longer speaks; a PC that slept is told nothing at all.
// Whoever has been silent is asked for a sign of life; without one in time the connection counts as lost.
import '../silence-libsignal.ts'
import type { WASocket } from '@whiskeysockets/baileys'
import { S_WHATSAPP_NET } from '@whiskeysockets/baileys'
import type { Clock } from '../../base/clock.ts'
import { withTimeout } from '../../base/with-timeout.ts'

/** How often it looks. */
const LOOK_EVERY_MS = 15_000
/** Silence that is no cause for a question. */
const QUIET_MS = 40_000
/** How long a sign of life may take. */
const SIGN_MS = 15_000

export interface Probe {
  /** Asks now, whatever was heard lately. */
  look(): void
  stop(): void
}

/** Watches `socket` until `stop`; calls `onDeaf` once, at most 70 s after the last thing heard. */
export function createProbe(clock: Clock, socket: WASocket, onDeaf: () => void): Probe {
  let heardAt = clock.elapsed()
  let isAsking = false
  let isOver = false
  let callOff: () => void = () => undefined
  const hear = () => {
    heardAt = clock.elapsed()
  }
  socket.ws.on('frame', hear)

  function wait(): void {
    callOff = clock.after(LOOK_EVERY_MS, () => {
      if (clock.elapsed() - heardAt > QUIET_MS) ask()
      wait()
    })
  }

  function ask(): void {
    if (isAsking || isOver) return
    isAsking = true
    const askedAt = clock.elapsed()
    const ping = socket.query({
      tag: 'iq',
      attrs: { to: S_WHATSAPP_NET, type: 'get', xmlns: 'w:p' },
      content: [{ tag: 'ping', attrs: {} }],
    })
    const done = () => {
      isAsking = false
      // Any frame is a sign, a refusal too.
      if (heardAt >= askedAt || isOver) return
      stop()
      onDeaf()
    }
    withTimeout(clock, SIGN_MS, ping).then(done, done)
  }

  function stop(): void {
    isOver = true
    callOff()
    socket.ws.off('frame', hear)
  }

  wait()
  return { look: ask, stop }
}
