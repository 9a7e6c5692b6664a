// One person's messages, gone for good: rows, stories, words in the search, and the number wherever an answer given before
// is remembered. What waits is cancelled first if that was asked for; what is on its way refuses the whole.
import { DakiyaError } from '@contract/errors.ts'
import type { Database } from '../../database/open.ts'
import type { Erase } from '../../noun.ts'
import type { Search } from '../state/search.ts'
import type { Purge } from './purge.ts'

const ROWS_A_STEP = 100
const ANSWERS_A_STEP = 500

interface Kept {
  messages: number
  waiting: number
  onTheWay: number
}

export function createErase(deps: {
  database: Database
  purge: Purge
  search: Search
  cancel: (ids: number[]) => Promise<number[]>
}): Required<Erase> {
  const { database, purge, search, cancel } = deps
  const counts = database.prepare<Kept>(
    `SELECT count(*) AS messages, count(*) FILTER (WHERE status = 'pending') AS waiting,
       count(*) FILTER (WHERE status = 'processing') AS onTheWay FROM messages WHERE number = ?`,
  )
  const waiting = database.prepare<{ id: number }>(
    `SELECT id FROM messages WHERE number = ? AND status = 'pending' ORDER BY id`,
  )
  const some = database.prepare<{ id: number }>(
    `SELECT id FROM messages WHERE number = ? AND status NOT IN ('pending', 'processing') ORDER BY id LIMIT ?`,
  )
  const files = database.prepare<{ fileId: string }>(
    'SELECT DISTINCT file_id AS fileId FROM messages WHERE number = ? AND file_id IS NOT NULL',
  )
  const addressed = database.prepare<{ address: string }>(
    'SELECT DISTINCT address FROM messages WHERE number = ? AND address IS NOT NULL',
  )
  const answers = database.prepare<{ keyId: string; key: string; answer: string }>(
    `SELECT key_id AS keyId, key, answer FROM idempotency WHERE (key_id, key) > (?, ?) ORDER BY key_id, key LIMIT ?`,
  )
  const saveAnswer = database.prepare('UPDATE idempotency SET answer = ? WHERE key_id = ? AND key = ?')

  const preview = (number: string): Kept => counts.get(number) ?? { messages: 0, waiting: 0, onTheWay: 0 }

  /** @throws CONFLICT while a message of theirs is on its way or waits for a person's word */
  function refuseOnTheWay(number: string): void {
    const { onTheWay } = preview(number)
    if (onTheWay === 0) return
    throw new DakiyaError(
      'CONFLICT',
      'A message to this number is going out or has no answer yet. Wait until it has ended, or judge it, and try again.',
      { details: { onTheWay } },
    )
  }

  /** Answers stay, so that a request told again still makes no second message; only the number goes out of them. */
  async function blankAnswers(number: string): Promise<void> {
    const blank = '0'.repeat(number.length)
    // A longer number that begins or ends with this one is another person's.
    const theirs = new RegExp(`(?<!\\d)${number.replace(/\W/g, '\\$&')}(?!\\d)`, 'g')
    let after: [keyId: string, key: string] = ['', '']
    for (let isMore = true; isMore; ) {
      const rows = answers.all(...after, ANSWERS_A_STEP)
      const named = rows.filter(({ answer }) => answer.search(theirs) >= 0)
      if (named.length > 0) {
        await database.commit(() => {
          for (const { keyId, key, answer } of named) saveAnswer.run(answer.replaceAll(theirs, blank), keyId, key)
        })
      }
      const last = rows.at(-1)
      if (last) after = [last.keyId, last.key]
      isMore = rows.length === ANSWERS_A_STEP
      await new Promise(setImmediate)
    }
  }

  return {
    preview: (number) => ({ ...preview(number) }),
    refuse({ number, cancelWaiting }) {
      refuseOnTheWay(number)
      const count = preview(number).waiting
      if (count === 0 || cancelWaiting) return
      const words = count === 1 ? '1 message waits' : `${count.toLocaleString('en')} messages wait`
      throw new DakiyaError('CONFLICT', `${words} for this number. Cancel them, or say cancelWaiting.`, {
        field: 'cancelWaiting',
        details: { waiting: count },
      })
    },
    gather: (number) => ({
      addresses: addressed.all(number).map(({ address }) => address),
      fileIds: files.all(number).map(({ fileId }) => fileId),
    }),
    async delete({ number, cancelWaiting }) {
      const ids = cancelWaiting ? waiting.all(number).map(({ id }) => id) : []
      const cancelled = (await cancel(ids)).length
      // One of them may have left before it could be cancelled.
      refuseOnTheWay(number)
      let messages = 0
      for (let rows = some.all(number, ROWS_A_STEP); rows.length > 0; rows = some.all(number, ROWS_A_STEP)) {
        messages += await database.commit(() => rows.reduce((count, { id }) => count + purge.one(id), 0))
        await new Promise(setImmediate)
      }
      await blankAnswers(number)
      await search.renew()
      return { messages, cancelled }
    },
  }
}
