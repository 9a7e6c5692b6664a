// The page's connection to the engine: told apart from being signed out, opened again by itself, honest to its callers.
import { type Channel, createConnection, NoAnswer, type OpenChannel } from '@renderer/client/connection.ts'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

interface Road extends Channel {
  end: () => void
}

function road(answer: () => Promise<unknown> = async () => 'answer'): Road {
  let end = () => {}
  const closed = new Promise<void>((resolve) => {
    end = resolve
  })
  return { link: { call: answer }, closed, end: () => end() }
}

/** Opens what is put into `next`, in turn; throws when it is empty. */
function opener(next: (Road | 'signed-out')[]) {
  const open: OpenChannel = async () => {
    const one = next.shift()
    if (one === undefined) throw new Error('nobody there')
    return one
  }
  return vi.fn(open)
}

const call = (connection: ReturnType<typeof createConnection>) =>
  connection.link.call(['app', 'info'], {}, { context: {} })
const settle = () => vi.advanceTimersByTimeAsync(0)

describe('a connection', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('refuses calls until it stands, then carries them', async () => {
    const connection = createConnection(opener([road()]))
    await expect(call(connection)).rejects.toBeInstanceOf(NoAnswer)
    connection.start()
    await settle()
    expect(connection.store.getState()).toEqual({ kind: 'open' })
    expect(await call(connection)).toBe('answer')
  })

  it('opens a new road at once when one ends, and every 5 s while nobody answers', async () => {
    const [first, second] = [road(), road()]
    const next: Road[] = [first]
    const open = opener(next)
    const connection = createConnection(open)
    connection.start()
    await settle()
    first.end()
    await settle()
    expect(connection.store.getState()).toEqual({ kind: 'gone', retryAt: Date.now() + 5_000 })
    await vi.advanceTimersByTimeAsync(4_999)
    expect(open).toHaveBeenCalledTimes(2)
    next.push(second)
    await vi.advanceTimersByTimeAsync(1)
    expect(connection.store.getState()).toEqual({ kind: 'open' })
    expect(open).toHaveBeenCalledTimes(3)
  })

  it('tries at once when asked to', async () => {
    const next: Road[] = []
    const connection = createConnection(opener(next))
    connection.start()
    await settle()
    expect(connection.store.getState().kind).toBe('gone')
    next.push(road())
    connection.tryNow()
    await settle()
    expect(connection.store.getState()).toEqual({ kind: 'open' })
  })

  it('does not ask again by itself while signed out', async () => {
    const open = opener(['signed-out', road()])
    const connection = createConnection(open)
    connection.start()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(connection.store.getState()).toEqual({ kind: 'signed-out' })
    expect(open).toHaveBeenCalledTimes(1)
    connection.tryNow()
    await settle()
    expect(connection.store.getState()).toEqual({ kind: 'open' })
  })

  it('tells a call that broke off with its road from one that was refused', async () => {
    const pending = Promise.withResolvers<unknown>()
    const breaking = road(() => pending.promise)
    const refusing = road(() => Promise.reject(new Error('refused')))
    const connection = createConnection(opener([breaking, refusing]))
    connection.start()
    await settle()
    const broken = call(connection)
    breaking.end()
    await settle()
    pending.reject(new Error('aborted'))
    await expect(broken).rejects.toBeInstanceOf(NoAnswer)
    await expect(call(connection)).rejects.toThrow('refused')
  })
})
