// App state: the key that a phone shares, changes made on the phone and on linked devices, conflicts, forgeries, restarts.
import { type Contact, proto, type WAPatchName } from '@whiskeysockets/baileys'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Bare,
  bareSocket,
  type MemoryAuth,
  memoryAuth,
  type Practice,
  startPractice,
  until,
} from '../support/practice.ts'

const phone = '15550100001'
const jid = (number: string) => `${number}@s.whatsapp.net`
/** Baileys looks at MACs only when told to. */
const checked = { appStateMacVerification: { patch: true, snapshot: true } }
const { SET } = proto.SyncdMutation.SyncdOperation

/** What one client heard of its phone's settings. */
interface Heard {
  contacts: Partial<Contact>[]
  chats: { id?: string | null; archived?: boolean | null; pinned?: number | null; muteEndTime?: number | null }[]
}

let practice: Practice
let one: Bare
let other: Bare
const heard = new Map<Bare, Heard>()

/** Logs a device in and listens from the first moment: what it missed comes before it says that it is open. */
async function open(auth: MemoryAuth): Promise<Bare> {
  const bare = await bareSocket(practice, auth, checked)
  const news: Heard = { contacts: [], chats: [] }
  heard.set(bare, news)
  bare.sock.ev.on('contacts.upsert', (contacts) => void news.contacts.push(...contacts))
  bare.sock.ev.on('chats.update', (chats) => void news.chats.push(...(chats as Heard['chats'])))
  await until('an open connection', bare.isOpen)
  return bare
}
async function link(): Promise<Bare> {
  const auth = memoryAuth()
  const first = await bareSocket(practice, auth, checked)
  await practice.client.scan(phone, await until('a QR code', () => first.qrs[0]))
  await until('the restart after linking', () => first.closeCode() === 515)
  const bare = await open(auth)
  await until('the app-state key', () => auth.creds.myAppStateKeyId)
  return bare
}
const newsOf = (bare: Bare): Heard => heard.get(bare) ?? { contacts: [], chats: [] }
const chatAt = (bare: Bare, id: string, field: keyof Heard['chats'][number]) =>
  newsOf(bare).chats.findLast((each) => each.id === id && each[field] !== undefined)?.[field]
const versionAt = async (bare: Bare, name: WAPatchName) =>
  (await bare.auth.keys.get('app-state-sync-version', [name]))[name]?.version ?? 0
/** Waits until this client stands where the phone stands. */
const level = (bare: Bare, name: WAPatchName) =>
  until(`${name} level with the phone`, async () => {
    const { versions } = await practice.client.phoneState(phone)
    return (await versionAt(bare, name)) === versions[name]
  })
/** A patch sent past Baileys' own care. Resolves with the collection of the answer. */
const push = async (bare: Bare, name: WAPatchName, version: number, patch: Uint8Array) => {
  const collection = { tag: 'collection', attrs: { name, version: String(version), return_snapshot: 'false' } }
  const answer = await bare.sock.query({
    tag: 'iq',
    attrs: { to: '@s.whatsapp.net', type: 'set', xmlns: 'w:sync:app:state' },
    content: [
      { tag: 'sync', attrs: {}, content: [{ ...collection, content: [{ tag: 'patch', attrs: {}, content: patch }] }] },
    ],
  })
  const sync = Array.isArray(answer.content) ? answer.content[0] : undefined
  return Array.isArray(sync?.content) ? sync.content[0] : undefined
}

beforeAll(async () => {
  practice = await startPractice()
  one = await link()
  other = await link()
}, 60_000)
afterAll(async () => {
  await one.end()
  await other.end()
  await practice.close()
})

describe('app state', () => {
  it('begins with one key for all devices of a phone, and with the phone’s name', async () => {
    expect(one.auth.creds.myAppStateKeyId).toBe(other.auth.creds.myAppStateKeyId)
    for (const bare of [one, other]) {
      await level(bare, 'critical_block')
      expect(bare.auth.creds.me?.name).toBe('Corner Shop')
    }
    expect((await practice.client.stats()).unknown).toEqual([])
  })

  it('brings a contact saved on the phone to every linked device, and its removal', async () => {
    await practice.client.saveContact(phone, '+491512000001', 'Anna Müller')
    for (const bare of [one, other]) {
      const contact = await until('the contact', () =>
        newsOf(bare).contacts.find((each) => each.name === 'Anna Müller'),
      )
      expect(contact).toMatchObject({ id: jid('491512000001'), phoneNumber: jid('491512000001') })
    }
    await practice.client.saveContact(phone, '491512000001', null)
    for (const bare of [one, other]) await level(bare, 'critical_unblock_low')
    expect((await practice.client.phoneState(phone)).contacts).toEqual([])
  })

  it('brings archived, pinned and muted chats and a new name', async () => {
    const chat = jid('491512000002')
    const mutedUntil = Date.now() + 3_600_000
    await practice.client.setChat(phone, '491512000002', { archived: true, pinned: true, mutedUntil })
    await practice.client.rename(phone, 'Corner Shop 2')
    for (const bare of [one, other]) {
      await until('archived', () => chatAt(bare, chat, 'archived') === true)
      await until('pinned', () => chatAt(bare, chat, 'pinned'))
      await until('muted', () => chatAt(bare, chat, 'muteEndTime') === mutedUntil)
      await until('the name', () => bare.auth.creds.me?.name === 'Corner Shop 2')
    }
    await practice.client.setChat(phone, '491512000002', { archived: false, mutedUntil: null })
    for (const bare of [one, other]) {
      await until('no longer archived', () => chatAt(bare, chat, 'archived') === false)
      await until('no longer muted', () => chatAt(bare, chat, 'muteEndTime') === null)
    }
  })

  it('takes a change of one client to the phone and to its other client', async () => {
    const chat = jid('491512000003')
    const before = (await practice.client.phoneState(phone)).versions.regular_low ?? 0
    await one.sock.chatModify({ pin: true }, chat)
    await until('pinned at the other', () => chatAt(other, chat, 'pinned'))
    await other.sock.chatModify({ pin: false }, chat)
    await until('unpinned at the first', () => chatAt(one, chat, 'pinned') === null)
    const state = await practice.client.phoneState(phone)
    expect(state.versions.regular_low).toBe(before + 2)
    expect(state.chats).toContainEqual({ number: '491512000003', pinned: false })
    expect(await versionAt(other, 'regular_low')).toBe(before + 2)
  })

  it('tells a client that patches a stale version of the conflict, and changes nothing', async () => {
    const before = await practice.client.phoneState(phone)
    const version = before.versions.regular_low ?? 0
    const answer = await push(one, 'regular_low', version - 1, proto.SyncdPatch.encode({ mutations: [] }).finish())
    expect(answer?.attrs).toMatchObject({ name: 'regular_low', type: 'error', version: String(version) })
    expect(answer?.content).toMatchObject([{ tag: 'error', attrs: { code: '409' } }])
    expect(await practice.client.phoneState(phone)).toEqual(before)
  })

  it('passes over a forged patch, at the phone and at the other client, and goes on', async () => {
    const before = await practice.client.phoneState(phone)
    const version = before.versions.regular_high ?? 0
    const chats = newsOf(other).chats.length
    const id = Buffer.from(one.auth.creds.myAppStateKeyId ?? '', 'base64')
    const forged = proto.SyncdPatch.encode({
      mutations: [
        {
          operation: SET,
          record: { index: { blob: Buffer.alloc(32) }, value: { blob: Buffer.alloc(80) }, keyId: { id } },
        },
      ],
      snapshotMac: Buffer.alloc(32),
      patchMac: Buffer.alloc(32),
      keyId: { id },
    }).finish()
    expect((await push(one, 'regular_high', version, forged))?.attrs.version).toBe(String(version + 1))
    await level(other, 'regular_high')
    expect(newsOf(other).chats.slice(chats)).toEqual([])
    expect((await practice.client.phoneState(phone)).chats).toEqual(before.chats)
    await practice.client.setChat(phone, '491512000004', { mutedUntil: 2_000_000_000_000 })
    for (const bare of [one, other]) await until('muted', () => chatAt(bare, jid('491512000004'), 'muteEndTime'))
  })

  it('tells a client that was away what changed, once it is back', async () => {
    await other.end()
    await practice.client.saveContact(phone, '491512000005', 'While away')
    other = await open(other.auth)
    await until('the contact', () => newsOf(other).contacts.some((each) => each.name === 'While away'))
    await level(other, 'critical_unblock_low')
  })

  it('keeps everything over a restart of the network, for old clients and a new one', async () => {
    const before = await practice.client.phoneState(phone)
    await Promise.all([one.end(), other.end()])
    await practice.restart()
    expect(await practice.client.phoneState(phone)).toEqual(before)
    one = await open(one.auth)
    await one.sock.addOrEditContact(jid('491512000006'), { fullName: 'Saved on a client' })
    other = await link()
    for (const name of ['critical_block', 'critical_unblock_low', 'regular_high', 'regular_low'] as const)
      await level(other, name)
    await until('the old contact', () => newsOf(other).contacts.some((each) => each.name === 'While away'))
    await until('the new one', () => newsOf(other).contacts.some((each) => each.name === 'Saved on a client'))
  })

  it('catches up over more changes than the network keeps one by one', async () => {
    await one.end()
    for (let i = 0; i < 70; i += 1)
      await practice.client.saveContact(phone, String(491_512_100_000 + (i % 35)), `Many ${i}`)
    one = await open(one.auth)
    await until('the last', () => newsOf(one).contacts.some((each) => each.name === 'Many 69'), 30_000)
    await level(one, 'critical_unblock_low')
    const { hash } = (await one.auth.keys.get('app-state-sync-version', ['critical_unblock_low']))
      .critical_unblock_low ?? { hash: undefined }
    await level(other, 'critical_unblock_low')
    const same = (await other.auth.keys.get('app-state-sync-version', ['critical_unblock_low'])).critical_unblock_low
    expect(Buffer.from(hash ?? []).equals(Buffer.from(same?.hash ?? []))).toBe(true)
  })

  it('refuses settings that make no sense, by name', async () => {
    await expect(practice.client.setChat(phone, '491512000002', {})).rejects.toThrow('"archived", "pinned"')
    await expect(practice.client.saveContact('15550109999', '491512000002', 'X')).rejects.toThrow('no practice phone')
  })
})
