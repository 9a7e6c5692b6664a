// What the links remember of one person: the Signal sessions with their phones, which those are, their LID, their tokens, and
// whether a group's key went to them. All of it can be learnt anew from WhatsApp, so that taking it away breaks nothing.
import type { Database } from '../../database/open.ts'
import { userOf } from '../jid.ts'

/** Whose ids begin with the person: `<user>.<device>`, `<user>`, `<user>_reverse`, `<user>@lid`. */
const BY_PERSON = ['session', 'device-list', 'lid-mapping', 'tctoken', 'identity-key']
/** Few, one for a group; the person stands within. */
const BY_GROUP = ['sender-key', 'sender-key-memory']

export function createForgetPerson(database: Database) {
  const devices = database.prepare<{ id: string }>('SELECT device_id AS id FROM auth_creds')
  const ofPerson = database.prepare<{ id: string; value: Buffer | string }>(
    'SELECT id, value FROM auth_keys WHERE device_id = ? AND type = ? AND id >= ? AND id < ?',
  )
  const ofGroups = database.prepare<{ id: string; value: Buffer | string }>(
    'SELECT id, value FROM auth_keys WHERE device_id = ? AND type = ?',
  )
  const drop = database.prepare('DELETE FROM auth_keys WHERE device_id = ? AND type = ? AND id = ?')

  /** The rows of one type whose id begins with `user` and goes on with something that is no digit. */
  function rowsOf(deviceId: string, type: string, user: string) {
    const isTheirs = new RegExp(`^${user}(?!\\d)`)
    return ofPerson.all(deviceId, type, user, `${user}~`).filter(({ id }) => isTheirs.test(id))
  }

  /** The person's number and every LID that a link knows for it. */
  function usersOf(number: string, addresses: readonly string[]): string[] {
    const users = new Set([number, ...addresses.map(userOf).filter((user) => /^\d+$/.test(user))])
    for (const { id: deviceId } of devices.all()) {
      for (const { value } of rowsOf(deviceId, 'lid-mapping', number)) {
        const lid = /\d{5,}/.exec(String(value))?.[0]
        if (lid !== undefined) users.add(lid)
      }
    }
    return [...users]
  }

  return {
    /** Forgets a person (digits, and addresses they were known under) in every link; says under which names they stood. */
    forgetPerson(number: string, addresses: readonly string[]): string[] {
      const users = usersOf(number, addresses)
      const isWithin = new RegExp(`(?<!\\d)(?:${users.join('|')})(?!\\d)`)
      database.now(() => {
        for (const { id: deviceId } of devices.all()) {
          for (const type of BY_PERSON) {
            for (const user of users) {
              for (const { id } of rowsOf(deviceId, type, user)) drop.run(deviceId, type, id)
            }
          }
          for (const type of BY_GROUP) {
            for (const { id, value } of ofGroups.all(deviceId, type)) {
              if (isWithin.test(id) || isWithin.test(String(value))) drop.run(deviceId, type, id)
            }
          }
        }
      })
      return users
    },
  }
}
