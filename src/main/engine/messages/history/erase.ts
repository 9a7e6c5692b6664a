// One person's messages, gone for good: rows, stories, words in the search, and the number wherever an answer given before
// is remembered. What waits is cancelled first if that was asked for; what is on its way refuses the whole.
import { DakiyaError } from '@contract/errors.ts'
import type { Database } from '../../database/open.ts'
import type { Erase } from '../../noun.ts'
import type { AnswerPlace, QueueStore } from '../queue/store.ts'
import type { Search } from '../state/search.ts'
import type { HistoryStore } from './store.ts'

const ROWS_A_STEP = 100
const ANSWERS_A_STEP = 500

export function createErase(deps: {
  database: Database
  store: HistoryStore
  answers: Pick<QueueStore, 'answers' | 'saveAnswer'>
  search: Search
  cancel: (ids: number[]) => Promise<number[]>
}): Required<Erase> {
  const { database, store, answers, search, cancel } = deps

  /** @throws CONFLICT while a message of theirs is on its way or waits for a person's word */
  function refuseOnTheWay(number: string): void {
    const { onTheWay } = store.kept(number)
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
    let after: AnswerPlace = ['', '']
    for (let isMore = true; isMore; ) {
      const rows = answers.answers(after, ANSWERS_A_STEP)
      const named = rows.filter(({ answer }) => answer.search(theirs) >= 0)
      if (named.length > 0) {
        await database.commit(() => {
          for (const { keyId, key, answer } of named) answers.saveAnswer(keyId, key, answer.replaceAll(theirs, blank))
        })
      }
      const last = rows.at(-1)
      if (last) after = [last.keyId, last.key]
      isMore = rows.length === ANSWERS_A_STEP
      await new Promise(setImmediate)
    }
  }

  return {
    preview: (number) => ({ ...store.kept(number) }),
    refuse({ number, cancelWaiting }) {
      refuseOnTheWay(number)
      const count = store.kept(number).waiting
      if (count === 0 || cancelWaiting) return
      const words = count === 1 ? '1 message waits' : `${count.toLocaleString('en')} messages wait`
      throw new DakiyaError('CONFLICT', `${words} for this number. Cancel them, or say cancelWaiting.`, {
        field: 'cancelWaiting',
        details: { waiting: count },
      })
    },
    gather: (number) => ({
      addresses: store.addressesOf(number),
      fileIds: store.filesOf(number),
    }),
    async delete({ number, cancelWaiting, askedAt }) {
      const cancelled = (await cancel(cancelWaiting ? store.waitingTo(number, askedAt) : [])).length
      // One of them may have left before it could be cancelled.
      refuseOnTheWay(number)
      let messages = 0
      const next = () => store.endedTo(number, askedAt, ROWS_A_STEP)
      for (let ids = next(); ids.length > 0; ids = next()) {
        messages += await database.commit(() => {
          const gone = ids.filter((id) => store.remove(id))
          store.removeTexts(gone)
          return gone.length
        })
        await new Promise(setImmediate)
      }
      await blankAnswers(number)
      await search.renew()
      return { messages, cancelled }
    },
  }
}
