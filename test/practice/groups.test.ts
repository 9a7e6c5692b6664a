// Groups: made, changed, joined and left; what is written there is opened by every member with the sender's key.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Bare, linkBareSocket, type Practice, startPractice, until } from '../support/practice.ts'

let practice: Practice
let bare: Bare
let second: Bare
const jid = (number: string) => `${number}@s.whatsapp.net`
const members = ['4915140000001', '4915140000002', '4915140000003']

beforeAll(async () => {
  practice = await startPractice()
  await practice.client.contact('*', { deliverAfterMs: 0, reads: false })
  bare = await linkBareSocket(practice, '15550100001')
  second = await linkBareSocket(practice, '15550100002')
})
afterAll(async () => {
  await bare.end()
  await second.end()
  await practice.close()
})

const openedBy = async (id: string) => {
  const entries = await practice.client.ledger(0, 10_000)
  return entries
    .filter((entry) => entry.tag === 'opened' && (entry.stanza as { attrs: { id: string } }).attrs.id === id)
    .map((entry) => entry.device.split(':')[0])
    .sort()
}

describe('groups', () => {
  it('are made, and hold messages that every member opens once', async () => {
    const group = await bare.sock.groupCreate('Regulars', members.map(jid))
    expect(group).toMatchObject({ subject: 'Regulars', addressingMode: 'lid', size: 4 })
    const receipts = new Set<string>()
    bare.sock.ev.on('message-receipt.update', (all) => {
      for (const { receipt } of all) receipts.add(receipt.userJid ?? '')
    })
    for (const text of ['First', 'Second']) {
      const id = (await bare.sock.sendMessage(group.id, { text }))?.key.id ?? ''
      const entry = await until('the entry', async () =>
        (await practice.client.messages({ to: group.id })).find((each) => each.id === id),
      )
      expect(entry).toMatchObject({ to: group.id, from: '15550100001', text, copies: 1 })
      expect(await openedBy(id)).toEqual(members)
    }
    await until('the receipts of all', () => receipts.size === 3)
    expect((await practice.client.groups()).map(({ id, subject }) => ({ id, subject }))).toContainEqual({
      id: group.id,
      subject: 'Regulars',
    })
  })

  it('change subject, description and members, and tell the others', async () => {
    const group = await bare.sock.groupCreate('Plans', [jid('15550100002'), ...members.map(jid)])
    const changes: string[] = []
    second.sock.ev.on('messages.upsert', ({ messages }) => {
      for (const { messageStubParameters } of messages) changes.push(...(messageStubParameters ?? []))
    })
    await bare.sock.groupUpdateSubject(group.id, 'New plans')
    await until('the news', () => changes.includes('New plans'))
    await bare.sock.groupUpdateDescription(group.id, 'What comes next')
    const [added] = await bare.sock.groupParticipantsUpdate(group.id, [jid('4915140000009')], 'add')
    expect(added?.status).toBe('200')
    await bare.sock.groupParticipantsUpdate(group.id, [jid('4915140000001')], 'remove')
    await bare.sock.groupParticipantsUpdate(group.id, [jid('15550100002')], 'promote')
    const now = await second.sock.groupMetadata(group.id)
    expect(now).toMatchObject({ subject: 'New plans', desc: 'What comes next' })
    expect(now.participants.map((member) => member.phoneNumber).sort()).toEqual(
      ['15550100001', '15550100002', '4915140000002', '4915140000003', '4915140000009'].map(jid),
    )
    expect(now.participants.find((member) => member.phoneNumber === jid('15550100002'))?.admin).toBe('admin')
  })

  it('are joined by invite link and left', async () => {
    const group = await bare.sock.groupCreate('Open house', members.map(jid))
    const code = await bare.sock.groupInviteCode(group.id)
    expect(await second.sock.groupGetInviteInfo(code ?? '')).toMatchObject({ subject: 'Open house' })
    expect(await second.sock.groupAcceptInvite(code ?? '')).toBe(group.id)
    expect(Object.keys(await second.sock.groupFetchAllParticipating())).toContain(group.id)
    const id = (await bare.sock.sendMessage(group.id, { text: 'Welcome' }))?.key.id
    await until('the welcome', () => second.heard.some((each) => each.id === id && each.text === 'Welcome'))
    await second.sock.groupLeave(group.id)
    expect((await bare.sock.groupMetadata(group.id)).size).toBe(4)
    await bare.sock.groupRevokeInvite(group.id)
    await expect(second.sock.groupAcceptInvite(code ?? '')).rejects.toThrow()
  })

  it('are made by the control API, and contacts write there', async () => {
    const { id } = await practice.client.createGroup('Neighbours', ['+4915140000001', '+15550100001', '+4915140000002'])
    await practice.client.write({ from: '+4915140000001', group: id, text: 'Good morning' })
    await practice.client.write({ from: '+4915140000001', group: id, text: 'And again' })
    await until('both', () =>
      ['Good morning', 'And again'].every((text) => bare.heard.some((each) => each.from === id && each.text === text)),
    )
    const sent = await bare.sock.sendMessage(id, { text: 'Good morning to you' })
    await until('the answer', async () =>
      (await practice.client.messages({ to: id })).find((each) => each.id === sent?.key.id),
    )
  })
})

describe('linked devices among themselves', () => {
  it('write to each other across phones, and get their receipts', async () => {
    const seen: number[] = []
    bare.sock.ev.on('messages.update', (all) => {
      for (const { update } of all) seen.push(update.status ?? 0)
    })
    const id = (await bare.sock.sendMessage(jid('15550100002'), { text: 'From phone one' }))?.key.id
    const heard = await until('the message', () => second.heard.find((each) => each.id === id))
    expect(heard).toMatchObject({ text: 'From phone one', from: jid('15550100001') })
    await until('a receipt', () => seen.includes(3))
    await second.sock.sendMessage(jid('15550100001'), { text: 'From phone two' })
    await until('the answer', () => bare.heard.some((each) => each.text === 'From phone two'))
  })

  it('see what the other devices of their own phone sent', async () => {
    const twin = await linkBareSocket(practice, '15550100001')
    await bare.sock.sendMessage(jid('4915140000055'), { text: 'First device' })
    await bare.sock.sendMessage(jid('4915140000056'), { text: 'For both to see' })
    await until('the copy', () =>
      twin.heard.some((each) => each.text === 'For both to see' && each.from === jid('4915140000056')),
    )
    await twin.end()
  })
})
