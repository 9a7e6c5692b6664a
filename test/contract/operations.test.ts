// Every operation with what is true of it, so that a changed permission is seen by whoever reviews it, and the rules that hold for
// all of them.
import { Scope } from '@contract/common.ts'
import { contract } from '@contract/index.ts'
import type { OperationMeta } from '@contract/operation.ts'
import type { AnyContractProcedure } from '@orpc/contract'
import { describe, expect, test } from 'vitest'

const operations = Object.entries(contract as Record<string, Record<string, AnyContractProcedure>>).flatMap(
  ([noun, verbs]) =>
    Object.entries(verbs).map(([verb, procedure]) => {
      const { method = 'page', path = '', successStatus: status = 200 } = procedure['~orpc'].route
      return { name: `${noun}.${verb}`, method, path, status, ...(procedure['~orpc'].meta as OperationMeta) }
    }),
)

/** Name, way, scope, role, what an assistant may do, and what else is true of it. */
const TABLE = `
  app.info            page                                     read  viewer never
  app.signInLink      POST   /sign-in-link                     every owner  never
  backups.list        GET    /backups                          admin owner  never
  backups.make        POST   /backups                          admin owner  never 201
  backups.restore     POST   /backups/{name}/restore           admin owner  never
  backups.keep        DELETE /backups/restoring                admin owner  never
  devices.list        GET    /devices                          read  viewer read
  devices.create      POST   /devices                          admin owner  never 201
  devices.get         GET    /devices/{sessionId}              read  viewer read
  devices.update      PATCH  /devices/{sessionId}              admin owner  never
  devices.qr          GET    /devices/{sessionId}/qr           admin owner  never png
  devices.pairingCode POST   /devices/{sessionId}/pairing-code admin owner  never
  devices.restart     POST   /devices/{sessionId}/restart      admin owner  never
  devices.logout      POST   /devices/{sessionId}/logout       admin owner  never
  devices.pause       POST   /devices/{sessionId}/pause        admin sender never
  devices.resume      POST   /devices/{sessionId}/resume       admin sender never
  devices.remove      DELETE /devices/{sessionId}              admin owner  never
  files.add           POST   /files                            send  sender never file binary
  history.list        GET    /history                          read  viewer read  csv
  history.counts      page                                     read  viewer never
  keys.list           GET    /keys                             admin owner  never
  keys.create         POST   /keys                             admin owner  never 201
  keys.revoke         DELETE /keys/{id}                        admin owner  never
  messages.send       POST   /send                             send  sender never queues quick
  messages.sendBulk   POST   /send-bulk                        send  sender never bulk queues
  messages.get        GET    /messages/{queueId}               read  viewer read
  messages.again      POST   /messages/{queueId}/again         send  sender never queues
  messages.resend     POST   /messages/{queueId}/resend        send  sender never
  messages.markSent   POST   /messages/{queueId}/mark-sent     send  sender never
  numbers.check       POST   /numbers/check                    send  sender never
  numbers.kept        GET    /numbers/{number}/kept            admin owner  never
  numbers.erase       DELETE /numbers/{number}                 admin owner  never
  numbers.understand  page                                     read  viewer never
  optOuts.list        GET    /opt-outs                         read  viewer read
  optOuts.add         POST   /opt-outs                         send  sender never
  optOuts.remove      DELETE /opt-outs/{number}                admin owner  never
  practice.phones     page                                     read  viewer never
  practice.scan       page                                     admin owner  never
  practice.code       page                                     admin owner  never
  practice.unlink     page                                     admin owner  never
  practice.overview   page                                     read  viewer never
  practice.chat       page                                     read  viewer never
  practice.media      page                                     read  viewer never
  practice.write      page                                     send  sender never
  practice.fault      page                                     admin owner  never
  practice.endFault   page                                     admin owner  never
  practice.endFaults  page                                     admin owner  never
  practice.reset      page                                     admin owner  never
  queue.list          GET    /queue                            read  viewer read
  queue.summary       page                                     read  viewer never
  queue.cancel        DELETE /queue/{queueId}                  send  sender never
  queue.clear         DELETE /queue                            send  sender never
  queue.restore       POST   /queue/restore                    send  sender never
  queue.release       POST   /queue/release                    send  sender never
  queue.move          POST   /queue/move                       send  sender never
  queue.moveBack      page                                     send  sender never
  settings.get        GET    /settings                         read  viewer read
  settings.update     PATCH  /settings                         admin owner  never
  stats.get           GET    /stats                            read  viewer read
  events.subscribe    page                                     read  viewer never
`

const line = ({ name, method, path, scope, role, assistant, ...facts }: (typeof operations)[number]) => {
  const { status, body, queues, binary, csv, png, quick } = facts
  const marks = { [status]: status !== 200, [body]: body !== 'small', queues, binary, csv, png, quick }
  const others = Object.keys(marks).filter((mark) => marks[mark as keyof typeof marks])
  return [name, `${method} ${path}`.trim(), scope, role, assistant, ...others].join(' ')
}

test('every operation and its facts are as they were reviewed', () => {
  const reviewed = TABLE.split('\n').map((row) => row.trim().replaceAll(/ +/g, ' '))
  expect(operations.map(line)).toEqual(reviewed.filter((row) => row !== ''))
})

describe('rules', () => {
  /** The names of those that break a rule. */
  const broken = (holds: (operation: (typeof operations)[number]) => boolean) =>
    operations.filter((operation) => !holds(operation)).map(({ name }) => name)

  test('a key needs a real scope, and to change anything more than to read', () => {
    expect(broken(({ scope }) => scope === 'every' || Scope.options.includes(scope))).toEqual([])
    expect(broken(({ method, scope }) => method === 'page' || method === 'GET' || scope !== 'read')).toEqual([])
  })

  test('what only pages reach has no path, and everything else has one of its own', () => {
    expect(broken(({ method, path }) => (method === 'page') === (path === ''))).toEqual([])
    const ways = operations.flatMap(({ method, path }) => (path === '' ? [] : [`${method} ${path}`]))
    expect(new Set(ways).size).toBe(ways.length)
    expect(ways.length).toBeLessThan(operations.length)
  })

  test('to change what is not messages takes the owner, but for the brakes', () => {
    const roles = { read: 'viewer', send: 'sender', admin: 'owner', every: 'owner' }
    expect(broken(({ scope, role }) => roles[scope] === role)).toEqual(['devices.pause', 'devices.resume'])
  })

  test('an assistant reads and drafts, and never sends', () => {
    expect(broken(({ assistant }) => ['read', 'draft', 'never'].includes(assistant))).toEqual([])
    expect(
      broken(({ assistant, method, scope }) => assistant !== 'read' || (scope === 'read' && method === 'GET')),
    ).toEqual([])
    expect(broken(({ assistant, queues }) => assistant === 'never' || !queues)).toEqual([])
  })

  test('what queues is told by POST and asks for the scope send', () => {
    expect(broken(({ queues, method, scope }) => !queues || (method === 'POST' && scope === 'send'))).toEqual([])
  })

  test('other faces than JSON stand where they can be served', () => {
    expect(broken(({ csv, png, method }) => (csv === undefined && png === undefined) || method === 'GET')).toEqual([])
    expect(broken(({ binary, body }) => (binary === true) === (body === 'file'))).toEqual([])
    expect(broken(({ binary, queues, quick, method }) => !binary || (method === 'POST' && !queues && !quick))).toEqual(
      [],
    )
  })
})
