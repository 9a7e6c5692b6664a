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

const PHONE = '15550100001'
/** They write and are written to all the time, so that every ratchet turns both ways. */
const FRIENDS = Array.from({ length: 4 }, (_, index) => String(15_554_000_001 + index))
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

test('T17 killed while its keys change', { timeout: 3_600_000 }, async () => {
  // Three seconds each, most of them the program's start.
  const kills = casesOf(1_000, 30)
  const practice = await startPracticeProcess('--port', '0', '--data-dir', scratchDir())
  const client = createPracticeClient(practice)
  await client.contact('*', { deliverAfterMs: 0, readAfterMs: 5, reads: true })
  const dataDir = scratchDir()
  const profile = join(dataDir, 'practice')
  const open = () =>
    startHeadless('--practice-at', practice, '--data-dir', dataDir, '--log-level', 'warn', '--issue-api-key')
  let app: Headless = await open()
  await linked({ ...app, practice }, PHONE)
  const first = identityOf(profile)
  const violations: string[] = []
  let letters = 0

  /** Letters to friends and strangers, and texts from friends, all at once. */
  async function churn(seed: number): Promise<void> {
    const messages = Array.from({ length: AT_ONCE }, (_, index) => ({
      number: index % 3 === 2 ? String(15_556_000_000 + letters + index) : FRIENDS[(seed + index) % FRIENDS.length],
      message: `churn ${seed} ${index}`,
    }))
    letters += AT_ONCE
    const texts = FRIENDS.map((from) => client.write({ from, to: PHONE, text: `to the shop ${seed}` }))
    const [answer] = await Promise.all([app.call('POST', '/send-bulk', { messages }), ...texts])
    expect(answer).toMatchObject({ http: 200 })
  }

  /** One message, from its accept to its reader. */
  async function next(kill: number): Promise<string | null> {
    const number = FRIENDS[kill % FRIENDS.length] ?? ''
    const words = `after kill ${kill}`
    const { queueId } = await app.call<{ queueId: number }>('POST', '/send', { number, message: words })
    const found = async () => (await client.messages({ to: number })).find(({ text }) => text === words)
    const read = await until('it is read', found, ANSWER_WITHIN_MS).catch(() => null)
    if (read === null) return `kill ${kill}: the next message ${queueId} was not read`
    return read.copies === 1 ? null : `kill ${kill}: ${read.id} was read from copy ${read.copies}`
  }

  for (let kill = 1; kill <= kills; kill += 1) {
    const random = seeded(kill)
    await churn(kill)
    await new Promise((resolve) => setTimeout(resolve, SOONEST_MS + random() * (LATEST_MS - SOONEST_MS)))
    expect(await app.end('SIGKILL')).toBe('SIGKILL')
    if (identityOf(profile) !== first) violations.push(`kill ${kill}: the link is another one`)
    app = await open()
    const problem = await next(kill)
    if (problem !== null) violations.push(problem)
    const phone = (await client.phones()).find(({ number }) => number === PHONE)
    if (phone?.devices.length !== 1) violations.push(`kill ${kill}: the phone has ${phone?.devices.length} devices`)
  }
  await app.end()
  if (identityOf(profile) !== first) violations.push('the link is another one in the end')
  violations.push(...brokenIn(profile))
  tell('T17 kills', kills, violations, `${letters} letters beside the ${kills} looked at`)
})
