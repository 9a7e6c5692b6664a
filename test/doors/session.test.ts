// Sessions of the page: kept over a restart as digests, for thirty days after the last use, a hundred at most.
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createSessions } from '@main/doors/http/pages/session.ts'
import { createSessionFile } from '@main/doors/http/pages/session-file.ts'
import { expect, test } from 'vitest'
import { scratchDir } from '../support/scratch.ts'

const DAY_MS = 24 * 60 * 60_000

function profile() {
  const path = join(scratchDir(), 'pages.json')
  const at = { now: Date.parse('2026-11-20T12:00:00Z') }
  const told: string[] = []
  const log = { error: (_details: object, message: string) => void told.push(message) }
  const start = () => createSessions({ name: 'dakiya-1', sessionFile: createSessionFile(path, log), now: () => at.now })
  const signIn = (sessions = start()) => {
    const id = sessions.redeem(sessions.newToken())
    return id === null ? '' : `dakiya-1=${id}`
  }
  return { path, at, told, start, signIn }
}

test('a session outlives the program; its token and its secret are nowhere on disk', () => {
  const { path, start, signIn } = profile()
  const sessions = start()
  const token = sessions.newToken(true)
  const cookie = signIn(sessions)
  expect(start().isSignedIn(cookie)).toBe(true)
  expect(start().redeem(token)).toBeNull()
  const kept = readFileSync(path, 'utf8')
  for (const secret of [token, cookie.split('=')[1] ?? '']) expect(kept).not.toContain(secret)
  expect(statSync(path).mode & 0o077).toBe(0)
})

test('it ends thirty days after it was last used', () => {
  const { at, start, signIn } = profile()
  const [used, left] = [signIn(), signIn()]
  for (let day = 0; day < 40; day += 1) {
    at.now += DAY_MS
    expect(start().isSignedIn(used)).toBe(true)
  }
  expect(start().isSignedIn(left)).toBe(false)
  at.now += 31 * DAY_MS
  expect(start().isSignedIn(used)).toBe(false)
})

test('signed out is signed out for good, and who follows is told', () => {
  const { start, signIn } = profile()
  const sessions = start()
  const [cookie, other] = [signIn(sessions), signIn(sessions)]
  const told: string[] = []
  sessions.follow(cookie, () => told.push('mine'))
  sessions.follow(other, () => told.push('other'))
  sessions.follow(cookie, () => told.push('gone'))()
  sessions.signOut(cookie)
  expect(told).toEqual(['mine'])
  expect([start().isSignedIn(cookie), start().isSignedIn(other)]).toEqual([false, true])
})

test('the first of more than a hundred is signed out', () => {
  const { start, signIn } = profile()
  const sessions = start()
  const cookies = Array.from({ length: 101 }, () => signIn(sessions))
  const isIn = cookies.map((cookie) => start().isSignedIn(cookie))
  expect(isIn.indexOf(true)).toBe(1)
  expect(isIn.filter(Boolean).length).toBe(100)
})

test('a file that cannot be read or written costs a sign-in, never the start', () => {
  const { path, start, signIn } = profile()
  const cookie = signIn()
  for (const text of ['', '[1]', '{"x":"y"}', 'null', '{']) {
    writeFileSync(path, text)
    expect(start().isSignedIn(cookie)).toBe(false)
  }
  const told: string[] = []
  const sessionFile = createSessionFile(join(path, 'nowhere'), {
    error: (_details, message) => void told.push(message),
  })
  const sessions = createSessions({ name: 'dakiya-1', sessionFile })
  expect(sessions.isSignedIn(signIn(sessions))).toBe(true)
  expect(told).toEqual(['the pages signed in could not be kept'])
})
