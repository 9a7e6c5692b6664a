// T17: the program is killed again and again while its keys change with every letter out and every text in. After each kill the
// link is the one it was, the phone has this one device, and the next message is read at once, under one id, from one copy.
import { join } from 'node:path'
import { createPracticeClient } from '@main/practice/client.ts'
import SQLite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { casesOf, seeded, tell } from '../support/counts.ts'
import { brokenIn } from '../support/journal.ts'
import { linked } from '../support/link.ts'
import { type Headless, startHeadless, startPracticeProcess } from '../support/program.ts'
import { scratchDir } from '../support/scratch.ts'
import { until } from '../support/until.ts'

/** A program for each, side by side: they mostly wait. */
const PHONES = Array.from({ length: 5 }, (_, index) => String(15_550_100_011 + index))
/** They write and are written to all the time, so that every ratchet turns both ways. */
const friendsOf = (lane: number) => Array.from({ length: 4 }, (_, index) => String(15_554_000_011 + lane * 10 + index))
const AT_ONCE = 6
const [SOONEST_MS, LATEST_MS] = [50, 400]
const ANSWER_WITHIN_MS = 60_000

/** What makes the link this link, and no other. */
function identityOf(profile: string): string {
  const file = new SQLite(join(profile, 'dakiya.db'), { readonly: true })
  try {
    const rows = file.prepare('SELECT value FROM auth_creds').all() as { value: string }[]
    return JSON.stringify(
      rows.map(({ value }) => {
        const { registrationId, signedIdentityKey, noiseKey, advSecretKey, me, account } = JSON.parse(value)
        return { registrationId, signedIdentityKey, noiseKey, advSecretKey, id: me.id, isLinked: account !== undefined }
      }),
    )
  } finally {
    file.close()
  }
}

/** One program on one phone, killed for each of the seeds; in words what was wrong. */
async function live(practice: string, lane: number, seeds: readonly number[]): Promise<string[]> {
  const phoneNumber = PHONES[lane] ?? ''
  const friends = friendsOf(lane)
  const client = createPracticeClient(practice)
  const dataDir = scratchDir()
  const profile = join(dataDir, 'practice')
  const open = () =>
    startHeadless('--practice-at', practice, '--data-dir', dataDir, '--log-level', 'warn', '--issue-api-key')
  let app: Headless = await open()
  await linked({ ...app, practice }, phoneNumber)
  const first = identityOf(profile)
  const violations: string[] = []
  let strangers = 0

  /** Letters to friends and strangers, and texts from friends, all at once. */
  async function churn(seed: number): Promise<void> {
    const messages = Array.from({ length: AT_ONCE }, (_, index) => {
      const isStranger = index % 3 === 2
      if (isStranger) strangers += 1
      const stranger = String(15_556_000_001 + lane * 10_000_000 + strangers * 3)
      return {
        number: isStranger ? stranger : friends[(seed + index) % friends.length],
        message: `churn ${seed} ${index}`,
      }
    })
    const texts = friends.map((from) => client.write({ from, to: phoneNumber, text: `to the shop ${seed}` }))
    const [answer] = await Promise.all([app.call('POST', '/send-bulk', { messages }), ...texts])
    expect(answer).toMatchObject({ http: 200 })
  }

  /** One message, from its accept to its reader. */
  async function next(seed: number): Promise<string | null> {
    const number = friends[seed % friends.length] ?? ''
    const words = `after kill ${seed}`
    const { queueId } = await app.call<{ queueId: number }>('POST', '/send', { number, message: words })
    const found = async () => (await client.messages({ to: number })).find(({ text }) => text === words)
    const read = await until('it is read', found, ANSWER_WITHIN_MS).catch(() => null)
    if (read === null) return `kill ${seed}: the next message ${queueId} was not read`
    return read.copies === 1 ? null : `kill ${seed}: ${read.id} was read from copy ${read.copies}`
  }

  for (const seed of seeds) {
    const random = seeded(seed)
    await churn(seed)
    await new Promise((resolve) => setTimeout(resolve, SOONEST_MS + random() * (LATEST_MS - SOONEST_MS)))
    expect(await app.end('SIGKILL')).toBe('SIGKILL')
    if (identityOf(profile) !== first) violations.push(`kill ${seed}: the link is another one`)
    app = await open()
    const problem = await next(seed)
    if (problem !== null) violations.push(problem)
    const phone = (await client.phones()).find(({ number }) => number === phoneNumber)
    if (phone?.devices.length !== 1) violations.push(`kill ${seed}: the phone has ${phone?.devices.length} devices`)
  }
  await app.end()
  if (identityOf(profile) !== first) violations.push('the link is another one in the end')
  return [...violations, ...brokenIn(profile)]
}

test('T17 killed while its keys change', { timeout: 3_600_000 }, async () => {
  const kills = casesOf(1_000)
  const practice = await startPracticeProcess('--port', '0', '--data-dir', scratchDir())
  const client = createPracticeClient(practice)
  await client.contact('*', { deliverAfterMs: 0, readAfterMs: 5, reads: true })
  for (const phone of PHONES) await client.addPhone(phone, `Phone ${phone}`)
  const seeds = Array.from({ length: kills }, (_, index) => index + 1)
  const lanes = PHONES.map((_, lane) =>
    live(
      practice,
      lane,
      seeds.filter((seed) => seed % PHONES.length === lane),
    ),
  )
  tell('T17 kills', kills, (await Promise.all(lanes)).flat())
})
