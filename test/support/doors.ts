// Doors on a real port with a tiny engine behind them, which notes what reached it; for what the doors alone decide.
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { Scope } from '@contract/common.ts'
import { DakiyaError } from '@contract/errors.ts'
import type { CallContext, Client, Event } from '@contract/index.ts'
import type { Caller } from '@contract/operation.ts'
import { createBridge } from '@main/doors/bridge/bridge.ts'
import { openPort } from '@main/doors/http/port.ts'
import { createHttp } from '@main/doors/http/server.ts'
import type { Engine, Operations } from '@main/engine/engine.ts'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import { WebSocket } from 'ws'

export interface Reached {
  name: string
  input: unknown
  caller: Caller
}

export const SECRETS = { all: 'secret-of-all', send: 'secret-of-send', read: 'secret-of-read' }
const scopes: Record<string, readonly Scope[]> = {
  [SECRETS.all]: ['send', 'read', 'admin'],
  [SECRETS.send]: ['send'],
  [SECRETS.read]: ['read'],
}

/** What an operation answers in these tests; any other answers `{}`. */
const answers: Record<string, (input: never, caller: Caller) => unknown> = {
  'messages.send': (_input, caller) => {
    if (caller.kind === 'key' && caller.idempotency?.key === 'seen') caller.idempotency.isReplay = true
    return {
      message: 'Message queued successfully',
      queueId: 12345,
      status: 'pending',
      estimatedDelivery: '5-20 seconds',
    }
  },
  'messages.sendBulk': () => {
    throw new DakiyaError('VALIDATION_ERROR', 'None of these messages can be sent.', {
      details: { errors: [{ index: 0, field: 'number', error: 'Phone number is required', code: 'VALIDATION_ERROR' }] },
    })
  },
  'devices.list': () => ({ devices: [] }),
  'devices.qr': () => ({ qr: '2@practice', expiresAt: 1 }),
  'devices.restart': () => {
    throw new Error('a secret of the inside')
  },
  'devices.get': ({ sessionId }: { sessionId: string }) => {
    throw new DakiyaError('DEVICE_NOT_FOUND', undefined, { field: 'sessionId', details: { asked: sessionId } })
  },
  'queue.list': () => ({ total: 0, messages: [], nextCursor: null }),
  'history.list': () => ({ total: 0, messages: [], nextCursor: null }),
}

function tinyEngine(reached: Reached[], listeners: Set<(event: Event) => void>, files: Map<string, Buffer>): Engine {
  const noun = (name: string) =>
    new Proxy(
      {},
      {
        get: (_target, verb: string) => (input: unknown, caller: Caller) => {
          reached.push({ name: `${name}.${verb}`, input, caller })
          return answers[`${name}.${verb}`]?.(input as never, caller) ?? {}
        },
      },
    )
  return {
    operations: Object.fromEntries(
      ['backups', 'devices', 'history', 'keys', 'messages', 'numbers', 'optOuts', 'queue', 'settings', 'stats'].map(
        (name) => [name, noun(name)],
      ),
    ) as unknown as Operations,
    keys: {
      check(secret) {
        const found = scopes[secret]
        return found === undefined ? null : { id: `id-${secret}`, name: 'Shop', scopes: found }
      },
      issue: () => ({ id: 'new', secret: 'new' }),
    },
    files: {
      async add(body, { name }) {
        const bytes = Buffer.concat(await body.toArray())
        const sha256 = createHash('sha256').update(bytes).digest('hex')
        files.set(sha256, bytes)
        return { fileId: sha256, name, bytes: bytes.length, mimeType: 'application/pdf', mediaType: 'document', sha256 }
      },
      open(fileId) {
        const bytes = files.get(fileId)
        if (bytes === undefined) return null
        return {
          stream: Readable.from([bytes]),
          mimeType: 'application/pdf',
          name: 'Rechnung ü.pdf',
          bytes: bytes.length,
        }
      },
    },
    historyCsv: ({ q }) =>
      q === 'broken' ? broken() : Readable.from([Buffer.from('﻿queueId\r\n'), Buffer.from('1\r\n')]),
    events: {
      subscribe(listener) {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    },
    trouble: () => null,
    upgrade: () => ({ done: 1_200, total: 5_000 }),
    close: async () => {},
  }
}

const broken = () =>
  new Readable({
    read() {
      this.destroy(new DakiyaError('STORAGE_FULL'))
    },
  })

/** Opens the doors on a free port, with a page of three files. */
export async function openDoors() {
  const renderer = mkdtempSync(join(tmpdir(), 'dakiya-pages-'))
  mkdirSync(join(renderer, 'assets'))
  writeFileSync(join(renderer, 'index.html'), '<!doctype html><title>Dakiya</title>')
  writeFileSync(join(renderer, 'assets', 'main-1.js'), 'globalThis.isHere = true')
  writeFileSync(`${renderer}-secret.txt`, 'not a page')
  const reached: Reached[] = []
  const listeners = new Set<(event: Event) => void>()
  const logged: unknown[] = []
  const log = { error: (...line: unknown[]) => void logged.push(line), info: () => {} }
  const engine = tinyEngine(reached, listeners, new Map())
  const bridge = createBridge({
    engine,
    info: () => ({ version: '0.0.0', isPractice: false, api: null, apiProblem: null }),
    practice: null,
    log,
  })
  const port = await openPort(0)
  const base = `http://127.0.0.1:${port.number}`
  // Somebody is at the door before it stands.
  const early = fetch(`${base}/history`).then(({ status }) => status)
  await once(port.server, 'request')
  const http = await createHttp({
    engine,
    port,
    ui: { renderer, bridge, signedIn: `${renderer}-signed-in.json` },
    version: '0.0.0',
    log,
  })
  return {
    port: port.number,
    base,
    http,
    /** The answer to a request that came before the doors stood. */
    early,
    reached,
    logged,
    listeners,
    tell: (event: Event) => {
      for (const listener of listeners) listener(event)
    },
    /** A call with the key of every scope, unless told otherwise. */
    call: (path: string, init: RequestInit & { key?: string | null } = {}) => {
      const { key = SECRETS.all, ...rest } = init
      const headers = new Headers(rest.headers)
      if (key !== null) headers.set('x-api-key', key)
      return fetch(`${base}/api${path}`, { ...rest, headers, redirect: 'manual' })
    },
    /** Follows a fresh sign-in link and answers with the cookie it gave. */
    async signIn(): Promise<string> {
      const response = await fetch(http.newLink?.() ?? '', { redirect: 'manual' })
      return response.headers.get('set-cookie')?.split(';')[0] ?? ''
    },
    /** A page over its socket, signed in. */
    async openBridge(): Promise<{ client: Client; socket: WebSocket }> {
      const headers = { origin: base, cookie: await this.signIn() }
      const socket = new WebSocket(`ws://127.0.0.1:${port.number}/bridge`, { headers })
      await once(socket, 'open')
      const link = new RPCLink<CallContext>({
        websocket: socket as unknown as globalThis.WebSocket,
        headers: ({ context }): Record<string, string> =>
          context.idempotencyKey === undefined ? {} : { 'idempotency-key': context.idempotencyKey },
      })
      return { client: createORPCClient(link), socket }
    },
    async close() {
      await http.close()
      rmSync(renderer, { recursive: true })
      rmSync(`${renderer}-secret.txt`)
      rmSync(`${renderer}-signed-in.json`, { force: true })
    },
  }
}
export type Doors = Awaited<ReturnType<typeof openDoors>>

/** Sends `text` on a socket of its own and answers with what came back until the other side closed. */
export async function raw(port: number, text: string): Promise<{ status: number; head: string; body: string }> {
  const socket = connect(port, '127.0.0.1')
  const pieces: Buffer[] = []
  socket.on('data', (piece) => pieces.push(piece))
  socket.on('error', () => {})
  socket.write(text)
  await once(socket, 'close')
  const [head = '', ...rest] = Buffer.concat(pieces).toString('utf8').split('\r\n\r\n')
  return { status: Number(head.split(' ')[1] ?? 0), head, body: rest.join('\r\n\r\n') }
}
