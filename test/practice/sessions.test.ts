// Sessions: keys on the server and their refill, history small and large, keep-alive, routing, many sockets at once.
import { createHash } from 'node:crypto'
import { get } from 'node:https'
import type { proto } from '@whiskeysockets/baileys'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Bare,
  bareSocket,
  linkBareSocket,
  memoryAuth,
  openBareSocket,
  type Practice,
  startPractice,
  until,
} from '../support/practice.ts'

let practice: Practice
// A hundred take a minute of two cores.
const many = process.env.DAKIYA_NIGHTLY === '1' ? 100 : 12
beforeAll(async () => {
  practice = await startPractice()
  await practice.client.contact('*', { deliverAfterMs: 0, reads: false })
})
afterAll(() => practice.close())

const seen = async (check: (entry: { direction: string; device: string; text: string }) => boolean) =>
  (await practice.client.ledger(0, 10_000)).some((entry) => check({ ...entry, text: JSON.stringify(entry.stanza) }))

describe('sessions', () => {
  it('gives every stranger a key of its own, and takes new ones', async () => {
    const bare = await linkBareSocket(practice, '15550100001')
    // Each stranger who writes first takes one of the 812 keys; a network that lost most of them asks sooner.
    for (let i = 0; i < 3; i++)
      await practice.client.write({ from: `491516000000${i}`, to: '15550100001', text: `Hello ${i}` })
    await until('the messages', () => bare.heard.filter((each) => each.text.startsWith('Hello')).length === 3)
    const [count] = [
      await bare.sock.query({
        tag: 'iq',
        attrs: { to: '@s.whatsapp.net', type: 'get', xmlns: 'encrypt' },
        content: [{ tag: 'count', attrs: {} }],
      }),
    ]
    const left = Number((count as { content: { attrs: { value: string } }[] }).content[0]?.attrs.value)
    // One went to the phone's own first message.
    expect(left).toBe(808)
    await bare.sock.uploadPreKeys(10)
    await bare.sock.rotateSignedPreKey()
    await practice.client.write({ from: '4915160000009', to: '15550100001', text: 'After the rotation' })
    await until('the message', () => bare.heard.some((each) => each.text === 'After the rotation'))
    await bare.sock.digestKeyBundle()
    await bare.end()
  })

  it('asks for more keys when they run low, and the client brings them', async () => {
    const bare = await linkBareSocket(practice, '15550100001')
    const greedy = await linkBareSocket(practice, '15550100002')
    const jid = bare.auth.creds.me?.id ?? ''
    const count = async (): Promise<number> => {
      const { content } = (await bare.sock.query({
        tag: 'iq',
        attrs: { to: '@s.whatsapp.net', type: 'get', xmlns: 'encrypt' },
        content: [{ tag: 'count', attrs: {} }],
      })) as { content: { attrs: { value: string } }[] }
      return Number(content[0]?.attrs.value)
    }
    const full = await count()
    const user = { tag: 'user', attrs: { jid } }
    await greedy.sock.query({
      tag: 'iq',
      attrs: { to: '@s.whatsapp.net', type: 'get', xmlns: 'encrypt' },
      content: [{ tag: 'key', attrs: {}, content: Array.from({ length: full - 3 }, () => user) }],
    })
    // Baileys brings five when fewer than five are left.
    await until('the new keys', async () => (await count()) >= 8)
    await bare.end()
    await greedy.end()
  })

  it('keeps the line alive', async () => {
    const bare = await linkBareSocket(practice, '15550100001', { keepAliveIntervalMs: 100 })
    await until('three pings', async () => {
      const entries = await practice.client.ledger(0, 10_000)
      return entries.filter((entry) => JSON.stringify(entry.stanza).includes('"ping"')).length >= 3
    })
    expect(bare.closeCode()).toBeUndefined()
    await bare.end()
  })

  it('finds a silent server with 408', async () => {
    const bare = await linkBareSocket(practice, '15550100001', { keepAliveIntervalMs: 100 })
    await practice.client.fault({ kind: 'stall', device: '15550100001' })
    await until('the close', () => bare.closeCode() === 408, 40_000)
    await practice.client.endFaults()
  })

  it('brings the routing of the last login along', async () => {
    const bare = await linkBareSocket(practice, '15550100001')
    await until('the routing', () => bare.auth.creds.routingInfo?.toString() === 'practice')
    await bare.end()
    await (await openBareSocket(practice, bare.auth)).end()
  })

  it('gives a small history inside the message and a large one as files', async () => {
    await fetch(`${practice.url}/phones/15550100002`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ chats: 60, messages: 50 }),
    })
    const auth = memoryAuth()
    const first = await bareSocket(practice, auth)
    await practice.client.scan('15550100002', await until('a QR', () => first.qrs[0]))
    await until('the restart', () => first.closeCode() === 515)
    const bare = await bareSocket(practice, auth)
    const chats = new Set<string>()
    const files: proto.Message.IHistorySyncNotification[] = []
    bare.sock.ev.on('messaging-history.set', ({ chats: more }) => {
      for (const chat of more) chats.add(chat.id ?? '')
    })
    bare.sock.ev.on('messages.upsert', ({ messages }) => {
      for (const { message } of messages) {
        const history = message?.protocolMessage?.historySyncNotification
        if (history?.directPath) files.push(history)
      }
    })
    await until('the inline part', () => chats.size >= 60)
    await until('two files', () => files.length === 2)
    expect(files.map((file) => file.progress)).toEqual([67, 100])
    const { ca } = await practice.client.network()
    for (const file of files) {
      const host = (await mediaHost(bare)) ?? ''
      const bytes = await download(`https://${host}${file.directPath}`, ca)
      expect(createHash('sha256').update(bytes).digest()).toEqual(Buffer.from(file.fileEncSha256 ?? []))
    }
    await bare.end()
  })

  it('lets files go, as WhatsApp does after a while', async () => {
    const bare = await linkBareSocket(practice, '15550100003')
    const { filesUrl, ca } = await practice.client.network()
    const image = Buffer.from(await (await fetch(`${filesUrl}/photo.jpg`)).arrayBuffer())
    const sent = await bare.sock.sendMessage('4915160000020@s.whatsapp.net', { image })
    await until('the picture', async () => (await practice.client.messages({ to: '4915160000020' }))[0]?.sha256)
    const url = sent?.message?.imageMessage?.url ?? ''
    expect((await download(url, ca)).length).toBeGreaterThan(image.length)
    expect((await fetch(`${practice.url}/media`, { method: 'DELETE' })).status).toBe(200)
    await expect(download(url, ca)).rejects.toThrow('404')
    await bare.end()
  })

  it(`holds ${many} linked sockets`, async () => {
    const bares: Bare[] = []
    for (let i = 0; i < many; i++) {
      const number = String(15_550_101_000 + i)
      await practice.client.addPhone(number, `Phone ${i}`)
      bares.push(await linkBareSocket(practice, number))
    }
    expect(bares.filter((bare) => bare.isOpen())).toHaveLength(many)
    await until('the older lines gone', async () => (await practice.client.stats()).connections === many)
    const ids = await Promise.all(
      bares.map(
        async (bare, i) =>
          (
            await bare.sock.sendMessage(`49151600010${String(i).padStart(2, '0')}@s.whatsapp.net`, {
              text: `From ${i}`,
            })
          )?.key.id ?? '',
      ),
    )
    await until(
      'every message',
      async () => {
        const known = new Set((await practice.client.messages()).map((message) => message.id))
        return ids.every((id) => known.has(id))
      },
      60_000,
    )
    for (const bare of bares) await bare.end()
  }, 240_000)

  it('met no query that it does not know', async () => {
    expect((await practice.client.stats()).unknown).toEqual([])
    expect(await seen((entry) => entry.direction === 'out' && entry.text.includes('"501"'))).toBe(false)
  })
})

async function mediaHost(bare: Bare): Promise<string | undefined> {
  const { hosts } = await bare.sock.refreshMediaConn()
  return hosts[0]?.hostname
}

function download(url: string, ca: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    get(url, { ca }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () =>
        response.statusCode === 200 ? resolve(Buffer.concat(chunks)) : reject(new Error(String(response.statusCode))),
      )
    }).on('error', reject)
  })
}
