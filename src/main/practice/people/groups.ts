// Groups: who is in them, what clients ask and change about them, and who reads what is written there.
import { randomBytes } from 'node:crypto'
import type { Mailbox } from '../phones/mailbox.ts'
import type { Linked, Phones } from '../phones/phones.ts'
import type { Store } from '../store.ts'
import { type Address, jidOf, lidJid, person, pnJid } from '../wire/address.ts'
import { child, children, first, type Node, node, refusal, result, seconds, text } from '../wire/wire.ts'

export interface Member {
  number: string
  isAdmin: boolean
}

export interface Group {
  id: string
  subject: string
  description: string | null
  addressing: 'lid' | 'pn'
  creator: string
  createdAt: number
  invite: string
  members: Member[]
}

export interface GroupsParts {
  store: Store
  phones: Phones
  mailbox: Mailbox
  devicesOf(number: string): number
  exists(number: string): boolean
  clock(): number
  id(): string
}

export function createGroups({ store, phones, mailbox, devicesOf, exists, clock, id }: GroupsParts) {
  const sql = {
    all: store.db.prepare<[], { value: string }>('SELECT value FROM groups ORDER BY id'),
    write: store.db.prepare<[string, string]>('INSERT OR REPLACE INTO groups (id, value) VALUES (?, ?)'),
  }
  const groups = new Map<string, Group>()
  const load = () => {
    groups.clear()
    for (const row of sql.all.all()) {
      const group = JSON.parse(row.value) as Group
      groups.set(group.id, group)
    }
  }
  load()

  const keep = (group: Group) => {
    groups.set(group.id, group)
    sql.write.run(group.id, JSON.stringify(group))
  }
  const isIn = (group: Group, number: string) => group.members.some((member) => member.number === number)
  const jid = (group: Group, number: string) => jidOf({ number, device: 0 }, group.addressing === 'lid')
  const other = (group: Group, number: string) =>
    group.addressing === 'lid' ? { phone_number: pnJid(number) } : { lid: lidJid(number) }

  const describe = (group: Group): Node => {
    const content = group.members.map((member) =>
      node('participant', {
        jid: jid(group, member.number),
        ...other(group, member.number),
        type: member.isAdmin ? (member.number === group.creator ? 'superadmin' : 'admin') : undefined,
      }),
    )
    if (group.description !== null) {
      content.push(
        node('description', { id: 'D1', t: seconds(clock()) }, [node('body', {}, Buffer.from(group.description))]),
      )
    }
    return node(
      'group',
      {
        id: group.id.replace('@g.us', ''),
        subject: group.subject,
        s_t: seconds(group.createdAt),
        s_o: jid(group, group.creator),
        creation: seconds(group.createdAt),
        creator: jid(group, group.creator),
        addressing_mode: group.addressing,
        size: group.members.length,
      },
      content,
    )
  }

  /** Tells the linked devices of a group's members what happened in it. */
  const tell = (group: Group, actor: string, change: Node, except?: Address) => {
    for (const member of group.members) {
      for (const device of phones.devicesOf(member.number)) {
        if (except && device.number === except.number && device.device === except.device) continue
        const attrs = { from: group.id, type: 'w:gp2', id: id(), participant: jid(group, actor), t: seconds(clock()) }
        mailbox.put(device, node('notification', attrs, [change]))
      }
    }
  }

  const create = (subject: string, creator: string, members: string[], addressing: 'lid' | 'pn' = 'lid'): Group => {
    const others = [...new Set(members)].filter((number) => number !== creator && exists(number))
    const group: Group = {
      id: `120363${randomBytes(6).readUIntBE(0, 6).toString().padStart(12, '0').slice(-12)}@g.us`,
      subject,
      description: null,
      addressing,
      creator,
      createdAt: clock(),
      invite: randomBytes(16).toString('base64url'),
      members: [{ number: creator, isAdmin: true }, ...others.map((number) => ({ number, isAdmin: false }))],
    }
    keep(group)
    return group
  }

  const numbersIn = (of: Node | undefined): string[] =>
    children(of, 'participant').flatMap((each) => person(each.attrs.jid)?.number ?? [])

  const members: Record<string, (group: Group, numbers: string[]) => Member[]> = {
    add: (group, numbers) => [
      ...group.members,
      ...numbers
        .filter((number) => !isIn(group, number) && exists(number))
        .map((number) => ({ number, isAdmin: false })),
    ],
    remove: (group, numbers) => group.members.filter((member) => !numbers.includes(member.number)),
    promote: (group, numbers) =>
      group.members.map((member) => (numbers.includes(member.number) ? { ...member, isAdmin: true } : member)),
    demote: (group, numbers) =>
      group.members.map((member) => (numbers.includes(member.number) ? { ...member, isAdmin: false } : member)),
  }

  const changeMembers = (stanza: Node, group: Group, action: Node, device: Linked): Node => {
    const numbers = numbersIn(action)
    const change = members[action.tag]
    const before = group.members
    keep({ ...group, members: change?.(group, numbers) ?? before })
    const participants = numbers.map((number) =>
      node('participant', {
        jid: jid(group, number),
        error: action.tag === 'add' && !exists(number) ? 404 : undefined,
      }),
    )
    const everyone = {
      ...group,
      members: [...new Map([...before, ...(groups.get(group.id)?.members ?? [])].map((m) => [m.number, m])).values()],
    }
    tell(
      everyone,
      device.number,
      node(
        action.tag,
        {},
        numbers.map((number) => node('participant', { jid: jid(group, number) })),
      ),
      device,
    )
    return result(stanza, [node(action.tag, {}, participants)])
  }

  const leave = (stanza: Node, device: Linked, body: Node): Node => {
    for (const each of children(body, 'group')) {
      const group = groups.get(each.attrs.id ?? '')
      if (!group) continue
      keep({ ...group, members: group.members.filter((member) => member.number !== device.number) })
      tell(group, device.number, node('remove', {}, [node('participant', { jid: jid(group, device.number) })]), device)
    }
    return result(stanza, [
      node(
        'leave',
        {},
        children(body, 'group').map((each) => node('group', { id: each.attrs.id })),
      ),
    ])
  }

  /** Queries to `@g.us` itself. */
  const general = (stanza: Node, body: Node, device: Linked): Node | undefined => {
    if (body.tag === 'participating') {
      return result(stanza, [
        node('groups', {}, [...groups.values()].filter((group) => isIn(group, device.number)).map(describe)),
      ])
    }
    if (body.tag === 'create') {
      const group = create(body.attrs.subject ?? '', device.number, numbersIn(body))
      tell(group, device.number, node('create', {}, [describe(group)]), device)
      return result(stanza, [describe(group)])
    }
    if (body.tag === 'leave') return leave(stanza, device, body)
    if (body.tag !== 'invite') return undefined
    const group = [...groups.values()].find((each) => each.invite === body.attrs.code)
    if (!group) return refusal(stanza, 406, 'not-acceptable')
    if (stanza.attrs.type === 'get') return result(stanza, [describe(group)])
    if (!isIn(group, device.number)) {
      keep({ ...group, members: [...group.members, { number: device.number, isAdmin: false }] })
      tell(group, device.number, node('add', {}, [node('participant', { jid: jid(group, device.number) })]), device)
    }
    return result(stanza, [node('group', { jid: group.id })])
  }

  /** Queries to one group. */
  const within = (stanza: Node, body: Node, group: Group, device: Linked): Node | undefined => {
    if (!isIn(group, device.number)) return refusal(stanza, 403, 'forbidden')
    if (body.tag === 'query') return result(stanza, [describe(group)])
    if (body.tag === 'invite') {
      if (stanza.attrs.type === 'set') keep({ ...group, invite: randomBytes(16).toString('base64url') })
      return result(stanza, [node('invite', { code: groups.get(group.id)?.invite })])
    }
    const isAdmin = group.members.some((member) => member.number === device.number && member.isAdmin)
    if (!isAdmin) return refusal(stanza, 403, 'forbidden')
    if (body.tag === 'subject') {
      keep({ ...group, subject: text(body) ?? '' })
      tell(group, device.number, node('subject', { subject: text(body) ?? '' }), device)
      return result(stanza)
    }
    if (body.tag === 'description') {
      keep({ ...group, description: text(child(body, 'body')) ?? null })
      tell(group, device.number, node('description', { id: 'D1' }, children(body)), device)
      return result(stanza)
    }
    if (members[body.tag]) return changeMembers(stanza, group, body, device)
    const settings = [
      'announcement',
      'not_announcement',
      'locked',
      'unlocked',
      'ephemeral',
      'not_ephemeral',
      'member_add_mode',
      'membership_approval_mode',
    ]
    return settings.includes(body.tag) ? result(stanza) : undefined
  }

  return {
    load,
    create,
    tell,
    describe,
    find: (groupId: string): Group | undefined => groups.get(groupId),
    list: (): Group[] => [...groups.values()],
    isIn,
    /** A query of the name space `w:g2`; undefined when it is none we know. */
    answer(stanza: Node, device: Linked): Node | undefined {
      const body = first(stanza)
      if (!body) return undefined
      const to = stanza.attrs.to ?? ''
      if (to === '@g.us') return general(stanza, body, device)
      const group = groups.get(to)
      return group ? within(stanza, body, group, device) : refusal(stanza, 404, 'item-not-found')
    },
    /** Every device that reads what this author writes into the group. */
    readers(groupId: string, author: Address): Address[] {
      const group = groups.get(groupId)
      return (group?.members ?? []).flatMap(({ number }) => {
        const linked: Address[] = phones.devicesOf(number)
        const own =
          phones.name(number) === undefined
            ? Array.from({ length: devicesOf(number) }, (_, device) => ({ number, device }))
            : [{ number, device: 0 }, ...linked]
        return own.filter((each) => each.number !== author.number || each.device !== author.device)
      })
    },
  }
}

export type Groups = ReturnType<typeof createGroups>
