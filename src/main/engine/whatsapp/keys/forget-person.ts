// What the links remember of one person: the Signal sessions with their phones, which those are, their LID, their tokens, and
// whether a group's key went to them. All of it can be learnt anew from WhatsApp, so that taking it away breaks nothing.
import type { Database } from '../../database/open.ts'
import { userOf } from '../jid.ts'
import type { KeyStore } from './store.ts'

/** Whose ids begin with the person: `<user>.<device>`, `<user>`, `<user>_reverse`, `<user>@lid`. */
const BY_PERSON = ['session', 'device-list', 'lid-mapping', 'tctoken', 'identity-key']
/** Few, one for a group; the person stands within. */
const BY_GROUP = ['sender-key', 'sender-key-memory']

export function createForgetPerson({ database, store }: { database: Database; store: KeyStore }) {
  /** The rows of one type whose id begins with `user` and goes on with something that is no digit. */
  function rowsOf(deviceId: string, type: string, user: string) {
    const isTheirs = new RegExp(`^${user}(?!\\d)`)
    return store.keysFrom(deviceId, type, user).filter(({ id }) => isTheirs.test(id))
  }

  /** The person's number and every LID that a link knows for it. */
  function usersOf(number: string, addresses: readonly string[]): string[] {
    const users = new Set([number, ...addresses.map(userOf).filter((user) => /^\d+$/.test(user))])
    for (const deviceId of store.devices()) {
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
        for (const deviceId of store.devices()) {
          for (const type of BY_PERSON) {
            for (const user of users) {
              for (const { id } of rowsOf(deviceId, type, user)) store.removeKey(deviceId, type, id)
            }
          }
          for (const type of BY_GROUP) {
            for (const { id, value } of store.keys(deviceId, type)) {
              if (isWithin.test(id) || isWithin.test(String(value))) store.removeKey(deviceId, type, id)
            }
          }
        }
      })
      return users
    },
  }
}
