// The control API: how people, pages and tests look into the network and steer it.
import { createReadStream } from 'node:fs'
import { DakiyaError } from '@contract/errors.ts'
import type { Chat, Line } from '@contract/practice.ts'
import type { FastifyInstance } from 'fastify'
import type { Entry } from '../ledger.ts'
import { receiptManners, type Wishes } from '../people/behaviour.ts'
import type { Message } from '../people/content.ts'
import type { Group } from '../people/groups.ts'
import type { Filter, Received } from '../people/received.ts'
import type { HistorySize } from '../phones/history.ts'
import type { Phone } from '../phones/phones.ts'
import type { Settings } from '../phones/settings.ts'
import type { Address } from '../wire/address.ts'
import { type FaultOrder, faultKinds } from './faults.ts'
import type { Files } from './files.ts'
import { addSettings } from './phone-settings.ts'
import * as ask from './read-body.ts'

/** What the network can do for a caller; `network.ts` provides it. */
export interface ControlActions {
  describe(): { wsUrl: string; ca: string; rootKey: string; filesUrl: string }
  phones(): Phone[]
  addPhone(number: string, name: string): void
  setHistory(number: string, size: HistorySize): void
  settings: Settings
  scan(number: string, qr: string): Promise<Address>
  code(number: string, code: string): Promise<Address>
  unlink(number: string, device: number | undefined): number[]
  messages(filter: Filter): Promise<Received[]>
  chats(): { received: number; read: number; chats: Chat[] }
  chat(number: string): Line[]
  media(seq: number): Promise<{ bytes: Buffer; mimeType: string } | undefined>
  changed(seen: number): Promise<number>
  write(writing: { from: string; to: string; group: string | undefined; message: Written }): Promise<string>
  patch(number: string, wishes: Wishes): Wishes
  reinstall(number: string): void
  groups(): Group[]
  addGroup(subject: string, members: string[]): Group
  addFault(order: FaultOrder): number
  faults(): unknown[]
  struck(): Record<string, number>
  removeFault(id: number): boolean
  clearFaults(): void
  ledger(after: number, limit: number): Entry[]
  stats(): unknown
  expireMedia(): void
  reset(): void
  files: Files
}

/** A contact's message before its media is sealed. */
export interface Written {
  text: string | undefined
  image: Buffer | undefined
  document: Buffer | undefined
  fileName: string | undefined
  plain?: Message
}

type Named = { Params: { number: string } }
const wishFields = [
  'onWhatsApp',
  'delivers',
  'reads',
  'reply',
  'deliverAfterMs',
  'readAfterMs',
  'devices',
  'lid',
  'receipts',
] as const
const faultFields = ['kind', 'device', 'count', 'code', 'afterMs', 'probability', 'seed', 'when'] as const
const day = 86_400_000

function wishesOf(body: ask.Body): Wishes {
  ask.only(body, wishFields)
  const wishes: Wishes = {}
  const set = <Name extends keyof Wishes>(name: Name, value: Wishes[Name] | undefined) => {
    if (value !== undefined) wishes[name] = value
  }
  set('onWhatsApp', ask.flag(body, 'onWhatsApp'))
  set('delivers', ask.flag(body, 'delivers'))
  set('reads', typeof body.reads === 'number' ? ask.amount(body, 'reads', 0, 1) : ask.flag(body, 'reads'))
  set('reply', body.reply === null ? null : ask.optionalText(body, 'reply'))
  set('deliverAfterMs', ask.amount(body, 'deliverAfterMs', 0, day))
  set('readAfterMs', ask.amount(body, 'readAfterMs', 0, day))
  set('devices', ask.whole(body, 'devices', 1, 4))
  set('lid', ask.flag(body, 'lid'))
  if (body.receipts !== undefined) set('receipts', ask.oneOf(body.receipts, 'receipts', receiptManners))
  return wishes
}

function orderOf(body: ask.Body): FaultOrder {
  ask.only(body, faultFields)
  const order: FaultOrder = { kind: ask.oneOf(body.kind, 'kind', faultKinds) }
  const device = ask.optionalNumber(body.device, 'device')
  if (device !== undefined) order.device = device
  const count = ask.whole(body, 'count', 1, 1_000_000)
  if (count !== undefined) order.count = count
  const code = ask.whole(body, 'code', 100, 999)
  if (code !== undefined) order.code = code
  const afterMs = ask.amount(body, 'afterMs', order.kind === 'clock-skew' ? -30 * day : 0, 30 * day)
  if (afterMs !== undefined) order.afterMs = afterMs
  const probability = ask.amount(body, 'probability', 0, 1)
  if (probability !== undefined) order.probability = probability
  const seed = ask.whole(body, 'seed', 0, Number.MAX_SAFE_INTEGER)
  if (seed !== undefined) order.seed = seed
  if (body.when !== undefined) order.when = ask.oneOf(body.when, 'when', ['now', 'message', 'accepted'])
  return order
}

export function addControl(app: FastifyInstance, network: ControlActions): void {
  const phone = (written: string): string => {
    const number = ask.number(written, 'number')
    if (!network.phones().some((each) => each.number === number)) {
      throw new DakiyaError('NOT_FOUND', `There is no practice phone with the number ${number}.`)
    }
    return number
  }
  const done = (more: object = {}) => ({ success: true, ...more })

  app.get('/network', async () => network.describe())
  app.get('/phones', async () => ({ phones: network.phones() }))
  app.post('/phones', async (request) => {
    const body = ask.bodyOf(request.body)
    const number = ask.number(body.number, 'number')
    network.addPhone(number, ask.optionalText(body, 'name') ?? `Phone ${number}`)
    return done({ number })
  })
  app.patch<Named>('/phones/:number', async ({ params, body: raw }) => {
    const body = ask.only(ask.bodyOf(raw), ['name', 'chats', 'messages'])
    const number = phone(params.number)
    const name = ask.optionalText(body, 'name')
    const chats = ask.whole(body, 'chats', 0, 5_000)
    const messages = ask.whole(body, 'messages', 1, 1_000)
    if (chats !== undefined || messages !== undefined || name === undefined)
      network.setHistory(number, { chats: chats ?? 2, messages: messages ?? 1 })
    if (name !== undefined) network.settings.rename(number, name)
    return done()
  })
  app.post<Named>('/phones/:number/scan', async ({ params, body }) => {
    const linked = await network.scan(phone(params.number), ask.text(ask.bodyOf(body), 'qr'))
    return done(linked)
  })
  app.post<Named>('/phones/:number/code', async ({ params, body }) => {
    const linked = await network.code(phone(params.number), ask.text(ask.bodyOf(body), 'code'))
    return done(linked)
  })
  app.post<Named>('/phones/:number/unlink', async ({ params, body }) => {
    const device = ask.whole(ask.bodyOf(body), 'device', 1, 255)
    const removed = network.unlink(phone(params.number), device)
    if (removed.length === 0) throw new DakiyaError('CONFLICT', 'No such device is linked to this phone.')
    return done({ devices: removed })
  })

  addSettings(app, network.settings, phone)

  app.get<{ Querystring: Record<string, string | undefined> }>('/messages', async ({ query }) => {
    const side = (field: string, value: string | undefined) =>
      value?.endsWith('@g.us') ? value : ask.optionalNumber(value?.trim(), field)
    const filter: Filter = {}
    const to = side('to', query.to)
    const from = side('from', query.from)
    if (to !== undefined) filter.to = to
    if (from !== undefined) filter.from = from
    if (query.after) filter.after = ask.whole({ after: Number(query.after) }, 'after', 0, Number.MAX_SAFE_INTEGER) ?? 0
    return { messages: await network.messages(filter) }
  })
  app.get<{ Params: { seq: string } }>('/messages/:seq/media', async ({ params }, reply) => {
    const file = await network.media(Number(params.seq))
    if (!file) throw new DakiyaError('NOT_FOUND', 'There is no file of this message now.')
    return reply.header('content-type', file.mimeType).send(file.bytes)
  })
  app.get('/chats', async () => network.chats())
  app.get<Named>('/chats/:number', async ({ params: { number } }) => ({
    lines: network.chat(number.endsWith('@g.us') ? number : ask.number(number, 'number')),
  }))
  app.get<{ Querystring: { seen?: string } }>('/changes', async ({ query }) => ({
    revision: await network.changed(Number(query.seen)),
  }))
  app.post('/messages', async ({ body: raw }) => {
    const body = ask.only(ask.bodyOf(raw), ['from', 'to', 'text', 'image', 'document', 'fileName', 'group'])
    const message = {
      text: ask.optionalText(body, 'text'),
      image: ask.bytes(body, 'image'),
      document: ask.bytes(body, 'document'),
      fileName: ask.optionalText(body, 'fileName'),
    }
    if (!message.text && !message.image && !message.document) {
      throw new DakiyaError('VALIDATION_ERROR', 'A message needs "text", "image" or "document".', { field: 'text' })
    }
    const group = ask.optionalText(body, 'group')
    const to = group !== undefined && body.to === undefined ? '' : phone(String(body.to ?? ''))
    const id = await network.write({ from: ask.number(body.from, 'from'), to, group, message })
    return done({ id })
  })

  app.patch<Named>('/contacts/:number', async ({ params, body }) => {
    const number = params.number === '*' ? '*' : ask.number(params.number, 'number')
    return done({ number, behaviour: network.patch(number, wishesOf(ask.bodyOf(body))) })
  })
  app.post<Named>('/contacts/:number/reinstall', async ({ params }) => {
    network.reinstall(ask.number(params.number, 'number'))
    return done()
  })

  const shown = (group: Group) => ({
    id: group.id,
    subject: group.subject,
    description: group.description,
    addressing: group.addressing,
    members: group.members,
    invite: group.invite,
  })
  app.get('/groups', async () => ({ groups: network.groups().map(shown) }))
  app.post('/groups', async ({ body: raw }) => {
    const body = ask.only(ask.bodyOf(raw), ['subject', 'members'])
    const members = body.members
    if (!Array.isArray(members) || members.length === 0) {
      throw new DakiyaError('VALIDATION_ERROR', '"members" must be a list of phone numbers.', { field: 'members' })
    }
    const numbers = members.map((each, index) => ask.number(each, `members[${index}]`))
    const group = network.addGroup(ask.text(body, 'subject'), numbers)
    return done({ group: shown(group), id: group.id })
  })

  app.get('/faults', async () => ({ faults: network.faults(), struck: network.struck() }))
  app.post('/faults', async ({ body }) => ({ id: network.addFault(orderOf(ask.bodyOf(body))) }))
  app.delete('/faults', async () => {
    network.clearFaults()
    return done()
  })
  app.delete<{ Params: { id: string } }>('/faults/:id', async ({ params }) => {
    const id = Number(params.id)
    if (!Number.isInteger(id) || !network.removeFault(id))
      throw new DakiyaError('NOT_FOUND', 'There is no such fault now.')
    return done()
  })

  app.get<{ Querystring: { after?: string; limit?: string } }>('/ledger', async ({ query }) => {
    const after = ask.whole({ after: Number(query.after ?? 0) }, 'after', 0, Number.MAX_SAFE_INTEGER) ?? 0
    const limit = ask.whole({ limit: Number(query.limit ?? 1_000) }, 'limit', 1, 10_000) ?? 1_000
    return { entries: network.ledger(after, limit) }
  })
  app.get('/stats', async () => network.stats())
  app.delete('/media', async () => {
    network.expireMedia()
    return done()
  })
  app.post('/reset', async () => {
    network.reset()
    return done()
  })

  app.get<{ Params: { name: string } }>('/files/:name', async ({ params }, reply) => {
    const file = network.files.find(params.name)
    if (!file) throw new DakiyaError('NOT_FOUND', `There is no file "${params.name}".`)
    return reply
      .header('content-type', file.type)
      .header('content-length', file.bytes)
      .send(createReadStream(file.path))
  })
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, payload, next) => next(null, payload))
    scope.put<{ Params: { name: string } }>('/files/:name', async ({ params, body, raw }) => {
      const bytes = await network.files.put(params.name, (body as typeof raw | undefined) ?? raw)
      return done({ name: params.name, bytes })
    })
  })
}
