// The part of the control API that sets things on a phone itself, for its linked devices to hear of.
import { DakiyaError } from '@contract/errors.ts'
import type { FastifyInstance } from 'fastify'
import type { ChatSetting, Settings } from '../phones/settings.ts'
import * as ask from './read-body.ts'

interface Named {
  Params: { number: string; other: string }
}

/** `phone` reads the number of a phone there is, and throws NOT_FOUND for another. */
export function addSettings(app: FastifyInstance, settings: Settings, phone: (written: string) => string): void {
  const done = { success: true }
  const chatOf = (written: string) => (written.endsWith('@g.us') ? written : ask.number(written, 'chat'))

  app.get<Named>('/phones/:number/state', async ({ params }) => settings.of(phone(params.number)))
  app.patch<Named>('/phones/:number/contacts/:other', async ({ params, body: raw }) => {
    const body = ask.only(ask.bodyOf(raw), ['name'])
    settings.setContact(
      phone(params.number),
      ask.number(params.other, 'contact'),
      body.name === null ? null : ask.text(body, 'name'),
    )
    return done
  })
  app.patch<Named>('/phones/:number/chats/:other', async ({ params, body: raw }) => {
    const body = ask.only(ask.bodyOf(raw), ['archived', 'pinned', 'mutedUntil'])
    const set: ChatSetting = {}
    const archived = ask.flag(body, 'archived')
    const pinned = ask.flag(body, 'pinned')
    const mutedUntil = ask.whole(body, 'mutedUntil', 0, Number.MAX_SAFE_INTEGER)
    if (archived !== undefined) set.archived = archived
    if (pinned !== undefined) set.pinned = pinned
    if (mutedUntil !== undefined || body.mutedUntil === null) set.mutedUntil = mutedUntil ?? null
    if (Object.keys(set).length === 0)
      throw new DakiyaError('VALIDATION_ERROR', 'A chat needs "archived", "pinned" or "mutedUntil".', {
        field: 'archived',
      })
    settings.setChat(phone(params.number), chatOf(params.other), set)
    return done
  })
}
