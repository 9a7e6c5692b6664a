// Old data stay open for ever: each data folder in test/fixtures, written by the program of its day, is opened by the present
// build on the network that it was linked to. Nothing is lost, nothing needs a new link, what waited arrives once.
import { spawnSync } from 'node:child_process'
import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { backupsIn } from '@main/engine/database/backups/backup-files.ts'
import { check } from '@main/engine/database/check.ts'
import { NEWEST } from '@main/engine/database/migrate.ts'
import { openDatabase } from '@main/engine/database/open.ts'
import { describe, expect, onTestFinished, test } from 'vitest'
import { bundled } from '../../support/bundle.ts'
import { tell } from '../../support/counts.ts'
import { digests, sha256 } from '../../support/digests.ts'
import { allRows, copyOf, letters, nounRows, type Opened, oldData, openOld } from '../../support/old-data.ts'
import { scratchDir } from '../../support/scratch.ts'
import { until } from '../../support/until.ts'

/**
 * Migrations that no released program has. Whoever adds one names it here. Whoever releases makes a fixture with the commit
 * that is released (`npm run fixture -- COMMIT`) and empties this list.
 */
const UNRELEASED = ['005-changes.sql', '006-steps.sql', '007-pacing.sql', '008-incoming.sql', '009-search.sql']

const root = fileURLToPath(new URL('../../..', import.meta.url))
const NOUNS = ['messages', 'devices', 'auth_creds', 'keys', 'opt_outs', 'files', 'settings', 'idempotency']
/** Nobody has written to them yet. */
const STRANGER = '15550203001'
const rowsOf = (rows: Record<string, number>, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, rows[name] ?? 0]))
const data = (dir: string) => join(dir, 'practice', 'dakiya.db')
/** For a machine that does ten things at once. */
const PATIENCE_MS = 90_000
const PATIENCE = { timeout: 600_000 }

interface Shown {
  queueId: number
  status: string
  outcome: string | null
  waId: string | null
  waitingFor: string | null
  scheduledAt: number | null
}

const shown = async ({ call }: Opened, queueId: number): Promise<Shown> =>
  (await call<{ message: Shown }>('GET', `/messages/${queueId}`)).message

const becomes = (opened: Opened, queueId: number, what: string, isSo: (message: Shown) => boolean): Promise<Shown> =>
  until(
    `${queueId} ${what}`,
    async () => {
      const message = await shown(opened, queueId)
      return isSo(message) && message
    },
    PATIENCE_MS,
  )

describe.each(oldData)('$name', (old) => {
  const idsOf = (role: string): number[] => old.roles[role] ?? []
  const message = (queueId: number) => {
    const found = old.messages.find((candidate) => candidate.queueId === queueId)
    if (found === undefined) throw new Error(`the fixture has no message ${queueId}`)
    return found
  }
  const linked = old.devices.filter(({ state, removedAt }) => state === 'linked' && removedAt === null)

  async function connected({ call }: Opened): Promise<void> {
    for (const { sessionId, number } of linked) {
      const isConnected = async () => {
        const { device } = await call<{ device: { status: string; number: string } }>('GET', `/devices/${sessionId}`)
        return device.status === 'connected' && device.number === number
      }
      await until(`${number} is connected without a new link`, isConnected, PATIENCE_MS)
    }
  }

  test('holds every state that a message can be in', () => {
    const states = new Set(old.messages.map(({ status, outcome, hold }) => [status, outcome ?? hold].join(' ').trim()))
    for (const state of [
      'pending',
      'pending schedule',
      'pending late',
      'processing',
      'processing unknown',
      'sent',
      'cancelled',
    ])
      expect(states).toContain(state)
    expect(
      new Set(old.messages.filter(({ status }) => status === 'failed').map(({ errorCode }) => errorCode)).size,
    ).toBe(5)
    expect(old.messages.some(({ deliveredAt, readAt }) => deliveredAt !== null && readAt === null)).toBe(true)
    expect(old.messages.some(({ readAt }) => readAt !== null)).toBe(true)
    expect(linked.length).toBe(2)
  })

  test(
    'goes on without a new link; what waited arrives once, what nobody answered under its id',
    PATIENCE,
    async () => {
      const dir = copyOf(old)
      const opened = await openOld(old, dir)
      const { app, call, arrived } = opened
      await connected(opened)

      const alone = async (queueId: number, copies: number) => {
        const { number, text } = message(queueId)
        const { waId } = await shown(opened, queueId)
        const got = await arrived(number)
        expect(got).toMatchObject([{ id: waId, text, copies }])
      }
      // What waited goes by itself, in its order.
      const waited = [...idsOf('pending'), ...idsOf('due-meanwhile')]
      for (const id of waited) await becomes(opened, id, 'is sent', ({ status }) => status === 'sent')
      for (const id of waited) await alone(id, 1)
      const places = await Promise.all(
        idsOf('pending').map(async (id) => (await arrived(message(id).number))[0]?.seq ?? 0),
      )
      expect(places).toEqual(places.toSorted((a, b) => a - b))

      // Whom nobody answered waits for a person by now, and goes out again under its id with its bytes.
      for (const id of [...idsOf('unknown'), ...idsOf('unconfirmed'), ...idsOf('in-hand')]) {
        const found = await becomes(opened, id, 'is unknown', ({ outcome }) => outcome === 'unknown')
        expect(found.waId).toBe(message(id).waId)
      }
      // A device that was paused and what is held stay so until somebody lets them go.
      for (const id of idsOf('paused'))
        expect(await shown(opened, id)).toMatchObject({ status: 'pending', waitingFor: 'paused' })
      for (const id of idsOf('late'))
        expect(await shown(opened, id)).toMatchObject({ status: 'pending', waitingFor: 'late' })
      for (const id of idsOf('far'))
        expect(await shown(opened, id)).toMatchObject({ status: 'pending', waitingFor: 'schedule' })
      for (const { sessionId } of linked) await call('POST', `/devices/${sessionId}/resume`)
      expect((await call('POST', '/queue/release', { queueIds: idsOf('late') })).http).toBe(200)
      for (const id of [...idsOf('paused'), ...idsOf('late')]) {
        await becomes(opened, id, 'is sent', ({ status }) => status === 'sent')
        await alone(id, 1)
      }
      for (const role of ['unknown', 'unconfirmed', 'in-hand']) {
        for (const id of idsOf(role)) {
          const before = (await arrived(message(id).number))[0]?.copies ?? 0
          expect((await call('POST', `/messages/${id}/resend`)).http).toBe(200)
          await becomes(opened, id, 'is sent', ({ status }) => status === 'sent')
          await alone(id, before + 1)
        }
      }
      for (const id of [...idsOf('cancelled'), ...idsOf('expired')]) {
        expect(await shown(opened, id)).toMatchObject({ status: message(id).status })
        expect(await arrived(message(id).number)).toEqual([])
      }

      const kept = letters(data(dir))
      for (const { queueId, waId, content } of old.messages) {
        if (waId !== null) expect([queueId, kept.get(queueId)]).toEqual([queueId, { waId, content }])
      }
      expect(nounRows(data(dir), NOUNS)).toEqual(rowsOf(old.rows, NOUNS))
      expect(await app.end()).toBe(0)
      expect(digests(join(dir, 'practice', 'put-aside'))).toEqual(old.putAside)
    },
  )

  test('its history, searches, opt-outs, keys, settings, files and answers are as they were', PATIENCE, async () => {
    const dir = copyOf(old)
    const opened = await openOld(old, dir)
    const { app, call, arrived } = opened
    await connected(opened)

    type Listing = { total: number; messages: (Shown & { deliveredAt: number | null; readAt: number | null })[] }
    const queue = await call<Listing>('GET', '/queue?limit=1000')
    const history = await call<Listing>('GET', '/history?limit=1000')
    const all = new Set([...queue.messages, ...history.messages].map(({ queueId }) => queueId))
    expect([...all].sort((a, b) => a - b)).toEqual(old.messages.map(({ queueId }) => queueId))
    for (const { queueId, status, outcome, deliveredAt, readAt } of old.messages) {
      if (!['sent', 'failed', 'cancelled'].includes(status)) continue
      const found = history.messages.find((candidate) => candidate.queueId === queueId)
      expect(found).toMatchObject({ status, outcome, deliveredAt, readAt })
    }
    for (const { q, queueId } of old.searches) {
      const found = await call<Listing>('GET', `/history?q=${encodeURIComponent(q)}`)
      expect([q, found.messages.map((one) => one.queueId)]).toEqual([q, [queueId]])
    }
    const waiting = await call<Listing>('GET', `/queue?q=${encodeURIComponent('bill of the year')}`)
    expect(waiting.messages.map(({ queueId }) => queueId)).toEqual(idsOf('far'))

    const list = await call<{ optOuts: { number: string; source: string }[] }>('GET', '/opt-outs')
    const byNumber = (a: { number: string }, b: { number: string }) => (a.number < b.number ? -1 : 1)
    expect(list.optOuts.map(({ number, source }) => ({ number, source })).sort(byNumber)).toEqual(old.optOuts)
    expect(new Set(old.optOuts.map(({ source }) => source))).toEqual(new Set(['reply', 'staff', 'api']))
    const awake = linked.at(0)?.sessionId ?? ''
    for (const { sessionId } of linked) await call('POST', `/devices/${sessionId}/resume`)
    for (const { number } of old.optOuts) {
      const before = await arrived(number)
      const { queueId } = await call<{ queueId: number }>('POST', '/send', { number, message: 'No.', sessionId: awake })
      const end = await becomes(opened, queueId, 'has failed', ({ status }) => status === 'failed')
      expect(end.outcome).toBe('opted-out')
      expect(await arrived(number)).toEqual(before)
    }

    expect((await call('GET', '/queue', undefined, { 'x-api-key': old.keys.revoked })).http).toBe(401)
    const { settings } = await call<{ settings: object }>('GET', '/settings')
    expect(settings).toMatchObject(old.settings)
    const { key, body, queueId } = old.idempotency
    const again = await call('POST', '/send', body, { 'idempotency-key': key })
    expect(again).toMatchObject({ http: 200, queueId, replayed: true })

    const signedIn = await fetch(app.ui, { redirect: 'manual' })
    const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? ''
    for (const id of [old.files.sent, old.files.waiting]) {
      const file = await fetch(new URL(`/files/${id}`, app.ui), { headers: { cookie } })
      expect(sha256(new Uint8Array(await file.arrayBuffer()))).toBe(id)
    }
    expect(await app.end()).toBe(0)
  })

  test('each of its backups and the data put aside can be restored', PATIENCE, async () => {
    const kinds = backupsIn(join(old.folder, 'practice')).map(({ kind }) => kind)
    expect(kinds).toEqual(expect.arrayContaining(['hourly', 'daily', 'manual']))
    expect(Object.keys(old.backups).length).toBe(kinds.length)
    expect(Object.keys(old.aside).length).toBe(1)
    for (const [name, rows] of Object.entries({ ...old.backups, ...old.aside })) {
      const dir = copyOf(old)
      const path = name in old.aside ? join(dir, 'practice', 'put-aside', name) : name
      const opened = await openOld(old, dir, '--restore', path)
      await connected(opened)
      const { settings } = await opened.call<{ settings: { isPaused: boolean } }>('GET', '/settings')
      expect([name, settings.isPaused]).toEqual([name, true])
      // The link is more than a word: WhatsApp answers what it is asked through it.
      const checked = await opened.call<{ results: object[] }>('POST', '/numbers/check', { numbers: [STRANGER] })
      expect(checked.results).toMatchObject([{ number: STRANGER, onWhatsApp: true }])
      // Settings are one more where the pause was never set before.
      const others = NOUNS.filter((noun) => noun !== 'settings')
      expect([name, nounRows(data(dir), others)]).toEqual([name, rowsOf(rows, others)])
      expect(await opened.app.end()).toBe(0)
      expect(digests(join(dir, 'practice', 'put-aside'))).toMatchObject(old.putAside)
    }
  })

  test('killed at each statement on its way to the newest version, it opens whole', { timeout: 600_000 }, async ({
    skip,
  }) => {
    skip(old.schema === NEWEST, `its version, ${old.schema}, is the newest: there is nothing to migrate`)
    const { script, drop } = await bundled('test/support/migrating.ts')
    onTestFinished(drop)
    const profile = join(old.folder, 'practice')
    const dir = scratchDir()
    const path = join(dir, 'dakiya.db')
    /** The file as it was left, with its log. */
    const renew = () => {
      for (const name of readdirSync(dir)) rmSync(join(dir, name), { recursive: true })
      for (const name of ['dakiya.db', 'dakiya.db-wal']) cpSync(join(profile, name), join(dir, name))
    }
    const run = (...killAt: string[]) => spawnSync(process.execPath, [script, path, ...killAt], { encoding: 'utf8' })
    renew()
    const statements = Number(run().stdout)
    expect(statements).toBeGreaterThan(5)
    const whole = allRows(path)
    const violations: string[] = []
    for (let killAt = 1; killAt <= statements; killAt += 1) {
      const said = (what: string) => violations.push(`statement ${killAt}: ${what}`)
      renew()
      if (run(String(killAt)).signal !== 'SIGKILL') said('was not killed')
      const left = check(path, 'full')
      if (left.state !== 'good' || left.version < old.schema) said(`left ${JSON.stringify(left)}`)
      if (left.state === 'good' && left.version > old.schema && backupsIn(dir).length === 0)
        said('changed without a copy')
      openDatabase(path).close()
      if (allRows(path) !== whole) said('its rows differ from those of a migration that nobody killed')
      if (!backupsIn(dir).some(({ kind }) => kind === 'update')) said('no copy of the old file')
    }
    tell(`old data ${old.name}`, statements, violations)
  })
})

test('each released version of the database has its fixture', () => {
  const migrations = readdirSync(join(root, 'src/main/engine/database/migrations')).sort()
  expect(migrations.length).toBe(NEWEST)
  const newest = Math.max(...oldData.map(({ schema }) => schema))
  const without = migrations.slice(newest)
  expect(
    without,
    'A migration has no fixture. New: name it in UNRELEASED. Released: npm run fixture -- COMMIT, and take it out there.',
  ).toEqual(UNRELEASED)
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  const isReleased = readFileSync(join(root, 'CHANGELOG.md'), 'utf8').includes(`## ${version}`)
  expect(
    isReleased ? UNRELEASED : [],
    `The CHANGELOG calls ${version} released: npm run fixture -- COMMIT, and empty UNRELEASED.`,
  ).toEqual([])
})
