// The control API: who may call it, how it refuses, and the shapes that other programs rely on.
import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Practice, startPractice } from '../support/practice.ts'

let practice: Practice
beforeAll(async () => {
  practice = await startPractice()
})
afterAll(() => practice.close())

/** A call with headers that fetch would not send. */
const call = (path: string, headers: Record<string, string>, method = 'GET', body?: string) =>
  new Promise<{ status: number; body: string }>((resolve, reject) => {
    const asked = request(`${practice.url}${path}`, { method, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }))
    })
    asked.on('error', reject)
    asked.end(body)
  })

describe('the control API', () => {
  it('answers GET /network with what a practice profile needs', async () => {
    const network = await practice.client.network()
    expect(network.wsUrl).toBe(`${practice.url.replace('http', 'ws')}/ws/chat`)
    expect(network.filesUrl).toBe(`${practice.url}/files`)
    expect(Buffer.from(network.rootKey, 'base64')).toHaveLength(32)
    expect(network.ca).toContain('BEGIN CERTIFICATE')
  })

  it('makes a new root key at each start', async () => {
    const before = (await practice.client.network()).rootKey
    await practice.restart()
    expect((await practice.client.network()).rootKey).not.toBe(before)
  })

  it('refuses a foreign Host and any Origin', async () => {
    const port = new URL(practice.url).port
    for (const host of ['evil.example', `evil.example:${port}`, '127.0.0.1', '127.0.0.1:1']) {
      expect(await call('/phones', { host })).toMatchObject({ status: 403 })
    }
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`]) {
      expect(await call('/phones', { host })).toMatchObject({ status: 200 })
    }
    for (const origin of ['null', practice.url, 'https://evil.example']) {
      expect(await call('/phones', { origin })).toMatchObject({ status: 403 })
      expect(await call('/reset', { origin }, 'POST', '{}')).toMatchObject({ status: 403 })
    }
    const upgrade = {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
      'sec-websocket-version': '13',
    }
    expect(await call('/ws/chat', { ...upgrade, origin: 'https://evil.example' })).toMatchObject({ status: 403 })
  })

  it('lets no web page call anything, nor ask whether it may', async () => {
    const calls: [string, string][] = [
      ['GET', '/network'],
      ['GET', '/phones'],
      ['POST', '/phones'],
      ['POST', '/phones/15550100001/scan'],
      ['POST', '/phones/15550100001/code'],
      ['POST', '/phones/15550100001/unlink'],
      ['GET', '/messages'],
      ['POST', '/messages'],
      ['GET', '/messages/1/media'],
      ['GET', '/chats'],
      ['GET', '/chats/4917000000001'],
      ['GET', '/changes?seen=-1'],
      ['PATCH', '/contacts/*'],
      ['GET', '/groups'],
      ['POST', '/groups'],
      ['GET', '/faults'],
      ['POST', '/faults'],
      ['DELETE', '/faults'],
      ['DELETE', '/faults/1'],
      ['GET', '/files/photo.jpg'],
      ['PUT', '/files/x.txt'],
      ['GET', '/ledger'],
      ['GET', '/stats'],
      ['DELETE', '/media'],
      ['POST', '/reset'],
      ['OPTIONS', '/reset'],
      ['GET', '/nothing'],
    ]
    const { host } = new URL(practice.url)
    for (const [method, path] of calls) {
      for (const origin of [
        practice.url,
        `http://localhost:${new URL(practice.url).port}`,
        'https://evil.example',
        'null',
      ])
        expect(await call(path, { host, origin }, method), `${method} ${path} ${origin}`).toMatchObject({ status: 403 })
      // A name of somebody else that leads to this PC.
      const rebound = await call(path, { host: `evil.example:${new URL(practice.url).port}` }, method)
      expect(rebound, `${method} ${path}`).toMatchObject({ status: 403 })
    }
    const asked = await fetch(`${practice.url}/reset`, { method: 'OPTIONS' })
    expect([...asked.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
  })

  it('refuses malformed calls with 400 and a sentence', async () => {
    const bad: [string, string, string][] = [
      ['POST', '/phones/15550100001/scan', 'not json'],
      ['POST', '/phones/15550100001/scan', '{}'],
      ['POST', '/phones/15550100001/scan', '[]'],
      ['POST', '/phones/abc/scan', '{"qr":"x"}'],
      ['POST', '/phones/15550100001/code', '{"code":"short"}'],
      ['POST', '/faults', '{"kind":"nonsense"}'],
      ['POST', '/faults', '{"kind":"drop","count":0}'],
      ['POST', '/faults', '{"kind":"drop","probability":2}'],
      ['POST', '/faults', '{"kind":"drop","strange":1}'],
      ['PATCH', '/contacts/15550100001', '{"delivers":"yes"}'],
      ['PATCH', '/contacts/15550100001', '{"devices":9}'],
      ['POST', '/messages', '{"from":"4917000000001","to":"15550100001"}'],
      ['POST', '/groups', '{"subject":"x","members":[]}'],
    ]
    for (const [method, path, body] of bad) {
      const answer = await call(path, { 'content-type': 'application/json' }, method, body)
      expect(answer.status, `${method} ${path} ${body}`).toBe(400)
      const told = JSON.parse(answer.body) as { success: boolean; error: string; code: string }
      expect(told).toMatchObject({ success: false, code: 'VALIDATION_ERROR' })
      expect(told.error).toMatch(/\w.*\.$/)
    }
    expect(await call('/messages?after=x', {})).toMatchObject({ status: 400 })
    expect(await call('/nothing', {})).toMatchObject({ status: 404 })
    expect(JSON.parse((await call('/nothing', {})).body)).toMatchObject({ success: false, code: 'NOT_FOUND' })
  })

  it('lists three phones, with and without + in paths', async () => {
    const phones = await practice.client.phones()
    expect(phones.map((phone) => phone.number)).toEqual(['15550100001', '15550100002', '15550100003'])
    for (const path of ['+15550100001', '15550100001', '%2B15550100001']) {
      expect(await call(`/phones/${path}/unlink`, {}, 'POST')).toMatchObject({ status: 409 })
    }
  })

  it('keeps and serves files', async () => {
    const { filesUrl } = await practice.client.network()
    const body = Buffer.from('name,number\nA,1\n')
    const put = await fetch(`${filesUrl}/list.csv`, { method: 'PUT', body })
    expect(put.status).toBe(200)
    const got = await fetch(`${filesUrl}/list.csv`)
    expect(got.headers.get('content-type')).toContain('text/csv')
    expect(Buffer.from(await got.arrayBuffer())).toEqual(body)
    expect((await fetch(`${filesUrl}/none.pdf`)).status).toBe(404)
    expect((await fetch(`${filesUrl}/..%2Fpractice.db`)).status).toBe(400)
    expect((await fetch(`${filesUrl}/invoice.pdf`)).headers.get('content-type')).toBe('application/pdf')
  })

  it('resets to how it was at the start', async () => {
    const { filesUrl } = await practice.client.network()
    await practice.client.contact('15550160001', { onWhatsApp: false })
    await practice.client.fault({ kind: 'no-ack' })
    await practice.client.reset()
    expect(await practice.client.faults()).toEqual([])
    expect((await fetch(`${filesUrl}/list.csv`)).status).toBe(404)
    expect(await practice.client.phones()).toHaveLength(3)
  })
})
