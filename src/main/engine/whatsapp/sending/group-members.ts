// Who is in a group, kept for a while: without it Baileys asks before every message to a group, and WhatsApp answers too
// many questions with a refusal.
import type { GroupMetadata, WASocket } from '@whiskeysockets/baileys'
import type { Clock } from '../../base/clock.ts'
import { createTtlCache } from '../../base/ttl-cache.ts'

const KEPT_MS = 30 * 60_000

export function createGroups(clock: Clock) {
  const cache = createTtlCache(clock, 500, KEPT_MS)
  return {
    known: async (jid: string): Promise<GroupMetadata | undefined> => cache.get<GroupMetadata>(jid),
    /** Asks for a group that is not known yet. @throws when nobody answers or we are not in it */
    async need(socket: WASocket, jid: string): Promise<GroupMetadata> {
      const known = cache.get<GroupMetadata>(jid)
      if (known !== undefined) return known
      const group = await socket.groupMetadata(jid)
      cache.set(jid, group)
      return group
    },
    /** Drops what is known when a group changes. */
    follow(socket: WASocket): void {
      socket.ev.on('groups.update', (groups) => {
        for (const { id } of groups) if (id !== undefined) cache.del(id)
      })
      socket.ev.on('group-participants.update', ({ id }) => cache.del(id))
    },
  }
}

export type Groups = ReturnType<typeof createGroups>
