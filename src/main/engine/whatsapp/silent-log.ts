// Baileys' logger, mute: its lines hold phone numbers, stanzas and, at times, keys. What a person needs to know of a
// connection is told by connection.ts in our own words.
import type { SocketConfig } from '@whiskeysockets/baileys'

const nothing = () => undefined

export const silentLog: SocketConfig['logger'] = {
  level: 'silent',
  child: () => silentLog,
  trace: nothing,
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
}
