// Everything that must be known of recipients before a message can leave: their devices and a Signal session with each.
// Asked here, outside Baileys' send lock, in one query for many: inside it a question that nobody answers would hold up every
// later send, and would end in an empty message.
import './quiet.ts'
import { extractDeviceJids, jidEncode, jidNormalizedUser, USyncQuery, USyncUser } from '@whiskeysockets/baileys'
import type { DeviceLists } from './device-lists.ts'
import { isLid, userOf } from './jid.ts'
import type { WASocket } from './socket.ts'

export interface Asked {
  /** WhatsApp answered what had to be asked. */
  isAnswered: boolean
  /** Addresses without a single device: not on WhatsApp. */
  missing: string[]
}

type OneDevice = ReturnType<typeof extractDeviceJids>[number]

/** Our own number as the other side of a chat with `address` sees it. */
export function ownAddress(socket: WASocket, address: string): string {
  const me = socket.authState.creds.me
  return jidNormalizedUser(isLid(address) && me?.lid ? me.lid : me?.id)
}

/** Sessions with `jids` where there are none; one person's refusal does not keep the others from theirs. */
async function needSessions(socket: WASocket, jids: string[]): Promise<void> {
  try {
    await socket.assertSessions(jids)
  } catch (cause) {
    if (!socket.ws.isOpen || jids.length === 1) throw cause
    for (const jid of jids) await socket.assertSessions([jid]).catch(() => undefined)
  }
}

/**
 * Makes `addresses` (people, not groups) ready to be written to.
 * @throws what a broken connection or WhatsApp's refusal of the query throws, which may be a bare number
 */
export async function askRecipients(
  socket: WASocket,
  lists: DeviceLists,
  addresses: readonly string[],
): Promise<Asked> {
  const { creds } = socket.authState
  const wanted = new Set(addresses.flatMap((address) => [ownAddress(socket, address), address]))
  const unknown = [...wanted].filter((jid) => lists.get(userOf(jid)) === undefined)
  if (unknown.length === 0 || creds.me === undefined) return { isAnswered: true, missing: [] }

  const query = new USyncQuery().withContext('message').withDeviceProtocol().withLIDProtocol()
  for (const jid of unknown) query.withUser(new USyncUser().withId(jid))
  const answer = await socket.executeUSyncQuery(query)
  if (answer === undefined) return { isAnswered: false, missing: [] }

  const pairs = answer.list.flatMap((user) => (typeof user.lid === 'string' ? [{ pn: user.id, lid: user.lid }] : []))
  await socket.signalRepository.lidMapping.storeLIDPNMappings(pairs)

  const byUser = new Map<string, OneDevice[]>(unknown.map((jid) => [userOf(jid), []]))
  for (const device of extractDeviceJids(answer.list, creds.me.id, creds.me.lid ?? '', false)) {
    byUser.get(device.user)?.push(device)
  }
  const missing = addresses.filter(
    (address) => byUser.get(userOf(address))?.length === 0 && address !== ownAddress(socket, address),
  )
  for (const address of missing) byUser.delete(userOf(address))

  const devices = [...byUser.values()].flat()
  const jids = devices.map(({ user, server, device }) => jidEncode(user, server as 'lid', device))
  if (jids.length > 0) await needSessions(socket, jids)

  for (const [user, list] of byUser) lists.set(user, list)
  const stored = [...byUser].map(([user, list]) => [user, list.map(({ device }) => String(device ?? 0))])
  await socket.authState.keys.set({ 'device-list': Object.fromEntries(stored) })
  return { isAnswered: true, missing }
}
