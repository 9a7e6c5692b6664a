// Everything that must be known of recipients before a message can leave: their devices and a Signal session with each.
// Asked here, outside Baileys' send lock and in one question for all that are wanted in one turn: inside it a question that nobody
// answers would hold up later sends, and would end in an empty message. Nobody is asked about twice at once, and each
// person is ready as soon as their own sessions are.
import '../silence-libsignal.ts'
import type { WASocket } from '@whiskeysockets/baileys'
import { extractDeviceJids, jidEncode, jidNormalizedUser, USyncQuery, USyncUser } from '@whiskeysockets/baileys'
import { isLid, userOf } from '../jid.ts'
import type { DeviceLists } from './device-lists.ts'
import { beginSessions } from './key-bundles.ts'

/** missing = without a single device, so not on WhatsApp; unanswered = WhatsApp did not say. */
export type Ready = 'ready' | 'missing' | 'unanswered'

type OneDevice = ReturnType<typeof extractDeviceJids>[number]

interface Wanted {
  address: string
  user: string
  resolve: (ready: Ready) => void
  reject: (cause: unknown) => void
}

export interface Recipients {
  /**
   * Makes a person (a JID, no group) ready to be written to, and ourselves: our other devices get a copy.
   * @throws what a broken connection or WhatsApp's refusal of the question throws, which may be a bare number
   */
  need(address: string): Promise<Ready>
  /** The same for later: what cannot be learnt now is asked again when it is needed. Never rejects. */
  prepareAhead(addresses: readonly string[]): Promise<void>
}

/** Of one question; a longer one keeps the first of its people waiting too long. */
const MOST_ASKED = 32

/** Our own number as the other side of a chat with `address` sees it. */
export function ownAddress(socket: WASocket, address: string): string {
  const me = socket.authState.creds.me
  return jidNormalizedUser(isLid(address) && me?.lid ? me.lid : me?.id)
}

export function createRecipients(socket: WASocket, lists: DeviceLists): Recipients {
  const asking = new Map<string, Promise<Ready>>()
  let queue: Wanted[] = []

  function one(address: string): Promise<Ready> {
    const user = userOf(address)
    if (lists.get(user) !== undefined) return Promise.resolve('ready')
    const running = asking.get(user)
    if (running !== undefined) return running
    const answer = new Promise<Ready>((resolve, reject) => {
      if (queue.length === 0) setImmediate(askAll)
      queue.push({ address, user, resolve, reject })
    })
    asking.set(user, answer)
    const forget = () => void asking.delete(user)
    answer.then(forget, forget)
    return answer
  }

  function askAll(): void {
    const all = queue
    queue = []
    for (let from = 0; from < all.length; from += MOST_ASKED) {
      const some = all.slice(from, from + MOST_ASKED)
      ask(some).catch((cause) => {
        for (const { reject } of some) reject(cause)
      })
    }
  }

  const isOwn = (user: string) => {
    const me = socket.authState.creds.me
    return user === userOf(me?.id) || user === userOf(me?.lid)
  }

  async function ask(wanted: Wanted[]): Promise<void> {
    const query = new USyncQuery().withContext('message').withDeviceProtocol().withLIDProtocol()
    for (const { address } of wanted) query.withUser(new USyncUser().withId(address))
    const answer = await socket.executeUSyncQuery(query)
    if (answer === undefined) {
      for (const { resolve } of wanted) resolve('unanswered')
      return
    }
    const pairs = answer.list.flatMap((user) => (typeof user.lid === 'string' ? [{ pn: user.id, lid: user.lid }] : []))
    await socket.signalRepository.lidMapping.storeLIDPNMappings(pairs)

    const me = socket.authState.creds.me
    const found = new Map<string, OneDevice[]>(wanted.map(({ user }) => [user, []]))
    for (const device of extractDeviceJids(answer.list, me?.id ?? '', me?.lid ?? '', false)) {
      found.get(device.user)?.push(device)
    }
    const there = wanted.filter(({ user, resolve }) => {
      const isThere = isOwn(user) || found.get(user)?.length !== 0
      if (!isThere) resolve('missing')
      return isThere
    })
    const stored = there.map(({ user }) => [user, found.get(user)?.map(({ device }) => String(device ?? 0)) ?? []])
    await socket.authState.keys.set({ 'device-list': Object.fromEntries(stored) })
    await connect(there, found)
  }

  /** Begins the sessions that are missing; each person is told of once all their devices are through. */
  async function connect(wanted: Wanted[], found: Map<string, OneDevice[]>): Promise<void> {
    const owners = new Map<string, Wanted>()
    const left = new Map<Wanted, { devices: number; sessions: number }>()
    for (const each of wanted) {
      const devices = found.get(each.user) ?? []
      left.set(each, { devices: devices.length, sessions: 0 })
      for (const { user, server, device } of devices) owners.set(jidEncode(user, server as 'lid', device), each)
      if (devices.length === 0) finish(each, [])
    }
    await beginSessions(socket, [...owners.keys()], (jid, has) => {
      const owner = owners.get(jid)
      const open = owner && left.get(owner)
      if (!owner || !open) return
      open.devices -= 1
      if (has) open.sessions += 1
      if (open.devices > 0) return
      // Without a session with any of their devices nothing can leave; relay's guard would refuse it.
      if (open.sessions === 0 && !isOwn(owner.user)) owner.reject(new Error('WhatsApp has no keys of the recipient'))
      else finish(owner, found.get(owner.user) ?? [])
    })
  }

  function finish({ user, resolve }: Wanted, devices: OneDevice[]): void {
    lists.set(user, devices)
    resolve('ready')
  }

  const need: Recipients['need'] = async (address) => {
    const [own, theirs] = await Promise.all([one(ownAddress(socket, address)), one(address)])
    return own === 'unanswered' ? own : theirs
  }

  return {
    need,
    async prepareAhead(addresses) {
      await Promise.allSettled(addresses.map(need))
    },
  }
}
