// T35: a request told fifty times at once under one Idempotency-Key, with the program killed in the midst of it and started again,
// makes its messages once; and the same key with another body is refused, before and after.
import { expect, test } from 'vitest'
import { casesOf, seeded, tell } from '../../../support/counts.ts'
import { linked } from '../../../support/link.ts'
import { type Headless, startHeadless, startPracticeProcess } from '../../../support/program.ts'
import { scratchDir } from '../../../support/scratch.ts'

const AT_ONCE = 50
const ROWS = 3
/** In this share of the cases the program is killed while it answers. */
const KILLS = 0.25
const KILL_WITHIN_MS = 40

interface Answer {
  queueId?: number
  queueIds?: number[]
  code?: string
}

/** One request under `key`; null = no answer came. */
async function ask(app: Headless, path: string, key: string, body: unknown) {
  try {
    const response = await fetch(`${app.api}${path}`, {
      method: 'POST',
      headers: { 'x-api-key': app.apiKey ?? '', 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(body),
    })
    return { ...((await response.json()) as Answer), http: response.status }
  } catch {
    return null
  }
}

test('a request told many times is done once', { timeout: 3_600_000 }, async () => {
  const cases = casesOf(200)
  const practice = await startPracticeProcess('--port', '0', '--data-dir', scratchDir())
  const flags = ['--practice-at', practice, '--data-dir', scratchDir(), '--log-level', 'warn']
  let app = await startHeadless(...flags, '--issue-api-key')
  const { apiKey } = app
  await linked({ ...app, practice })
  await app.call('PATCH', '/settings', { isPaused: true })
  const violations: string[] = []
  let [kills, answers, wanted] = [0, 0, 0]
  for (let seed = 1; seed <= cases; seed += 1) {
    const random = seeded(seed)
    const key = `order ${seed}`
    const isBulk = random() < 0.3
    const path = isBulk ? '/send-bulk' : '/send'
    const rows = Array.from({ length: ROWS }, (_, row) => ({
      number: String(15_553_000_000 + seed * ROWS + row),
      message: `no. ${seed}`,
    }))
    const body = isBulk ? { messages: rows } : rows[0]
    wanted += isBulk ? ROWS : 1
    const all = Promise.all(Array.from({ length: AT_ONCE }, () => ask(app, path, key, body)))
    if (random() < KILLS) {
      await new Promise((resolve) => setTimeout(resolve, random() * KILL_WITHIN_MS))
      await app.end('SIGKILL')
      kills += 1
      app = { ...(await startHeadless(...flags)), apiKey }
    }
    const told = [...(await all), await ask(app, path, key, body)].filter((one) => one !== null)
    answers += told.length
    const ids = new Set(told.map(({ queueId, queueIds }) => String(queueIds ?? queueId)))
    if (told.some(({ http }) => http !== 200)) violations.push(`seed ${seed}: ${JSON.stringify(told.at(-1))}`)
    if (ids.size !== 1) violations.push(`seed ${seed}: answered with ${[...ids].join(' and ')}`)
    const other = await ask(app, path, key, isBulk ? { messages: rows.slice(1) } : { ...rows[0], message: 'other' })
    if (other?.http !== 422 || other.code !== 'IDEMPOTENCY_MISMATCH')
      violations.push(`seed ${seed}: another body passed`)
  }
  const queue = await fetch(`${app.api}/queue?limit=1`, { headers: { 'x-api-key': apiKey ?? '' } })
  const { total } = (await queue.json()) as { total: number }
  await app.end()
  tell('T35 repeated requests', cases, violations, `${kills} kills, ${answers} answers, ${total} messages`)
  expect(total).toBe(wanted)
  expect(kills).toBeGreaterThan(0)
})
