// What must not be done twice: asked again by itself when it broke off, under the key that it had, also after a reload.

import { DakiyaError } from '@contract/errors.ts'
import type { CallContext } from '@contract/index.ts'
import { type ConnectionState, NoAnswer } from '@renderer/client/connection.ts'
import { createIdempotentCall } from '@renderer/client/idempotent-call.ts'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createStore } from 'zustand/vanilla'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] }))
afterEach(() => void vi.useRealTimers())

function page() {
  const kept = new Map<string, string>()
  const storage = {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
    removeItem: (name: string) => void kept.delete(name),
  }
  const store = createStore<ConnectionState>(() => ({ kind: 'open' }))
  const keys: (string | undefined)[] = []
  /** Answers in turn; null breaks off. */
  const ask =
    (...answers: (number | Error | null)[]) =>
    async ({ idempotencyKey }: CallContext) => {
      keys.push(idempotencyKey)
      const answer = answers.shift() ?? null
      if (answer === null) throw new NoAnswer({ wasAsked: true })
      if (answer instanceof Error) throw answer
      return answer
    }
  return { kept, store, keys, ask, load: () => createIdempotentCall({ connection: { store }, storage }) }
}

const wish = { number: '1', message: 'Salam' }

test('each wish has a key of its own, forgotten with its answer', async () => {
  const { load, ask, keys, kept } = page()
  const idempotentCall = load()
  expect(await idempotentCall('send', wish, ask(1))).toBe(1)
  expect(await idempotentCall('send', wish, ask(2))).toBe(2)
  expect(new Set(keys).size).toBe(2)
  expect(kept.size).toBe(0)
})

test('what broke off is asked once more by itself, when there is a road again', async () => {
  const { load, ask, keys, store, kept } = page()
  store.setState({ kind: 'gone', retryAt: null }, true)
  const answer = load()('send', wish, ask(null, 7))
  await vi.waitFor(() => expect(keys.length).toBe(1))
  store.setState({ kind: 'open' }, true)
  expect(await answer).toBe(7)
  expect(keys).toEqual([keys[0], keys[0]])
  expect(kept.size).toBe(0)
})

test('pressed again after no answer, and after a reload, it has its old key; another wish has another', async () => {
  const { load, ask, keys } = page()
  await expect(load()('send', wish, ask(null, null))).rejects.toBeInstanceOf(NoAnswer)
  expect(await load()('send', { ...wish, message: 'Other' }, ask(1))).toBe(1)
  expect(await load()('send', wish, ask(2))).toBe(2)
  const [first, again, other, reloaded] = keys
  expect([again, reloaded]).toEqual([first, first])
  expect(other).not.toBe(first)
})

test('what was never asked is not repeated by itself; a refusal is an answer', async () => {
  const { load, ask, keys, kept } = page()
  await expect(load()('send', wish, ask(new NoAnswer()))).rejects.toBeInstanceOf(NoAnswer)
  expect(keys.length).toBe(1)
  await expect(load()('send', wish, ask(new DakiyaError('CONFLICT')))).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(keys[1]).toBe(keys[0])
  expect(kept.size).toBe(0)
})

test('it gives up after a while without a road, and at once when signed out', async () => {
  const { load, ask, keys, store } = page()
  store.setState({ kind: 'gone', retryAt: null }, true)
  const late = load()('send', wish, ask(null)).catch((error: unknown) => error)
  await vi.waitFor(() => expect(keys.length).toBe(1))
  await vi.advanceTimersByTimeAsync(15_000)
  expect(await late).toBeInstanceOf(NoAnswer)
  store.setState({ kind: 'signed-out' }, true)
  await expect(load()('send', wish, ask(null))).rejects.toBeInstanceOf(NoAnswer)
})

test('a day later the same wish is a new one', async () => {
  const { load, ask, keys } = page()
  await expect(load()('send', wish, ask(new NoAnswer()))).rejects.toBeInstanceOf(NoAnswer)
  vi.setSystemTime(Date.now() + 25 * 60 * 60_000)
  await load()('send', wish, ask(1))
  expect(keys[1]).not.toBe(keys[0])
})
