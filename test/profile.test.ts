// A profile belongs to one process at a time, and is practice or real for life.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isHeld, openProfile } from '@main/profile.ts'
import { expect, test } from 'vitest'
import { scratchDir } from './support/scratch.ts'

/** Another process that holds the folder until it is killed. */
async function holder(dir: string) {
  const code = `
    const lock = new (require('better-sqlite3'))(process.argv[1])
    lock.exec('BEGIN EXCLUSIVE')
    console.log('held')
    setInterval(() => {}, 1e6)`
  const child = spawn(process.execPath, ['-e', code, join(dir, 'dakiya.lock')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  return child
}

test('a second process is refused, and the lock goes with the process however it ends', async () => {
  const dir = scratchDir()
  const other = await holder(dir)
  try {
    const before = readdirSync(dir)
    expect(isHeld(dir)).toBe(true)
    expect(() => openProfile(dir, false)).toThrow(`Dakiya is already running with the data in ${dir}.`)
    expect(readdirSync(dir)).toEqual(before)
  } finally {
    other.kill('SIGKILL')
    await once(other, 'exit')
  }
  expect(isHeld(dir)).toBe(false)
  openProfile(dir, false)()
})

test('a folder that is let go can be taken again', () => {
  const dir = join(scratchDir(), 'new', 'folder')
  expect(isHeld(dir)).toBe(false)
  openProfile(dir, true)()
  openProfile(dir, true)()
})

test('practice never becomes real, nor real practice', () => {
  const dir = scratchDir()
  openProfile(dir, false)()
  expect(() => openProfile(dir, true)).toThrow('is a real profile and can never be used for practice.')
  const practice = join(dir, 'practice')
  openProfile(practice, true)()
  expect(() => openProfile(practice, false)).toThrow('is a practice profile and can never send to WhatsApp.')
  openProfile(dir, false)()
})

test('what cannot be told apart is not opened', () => {
  const dir = scratchDir()
  writeFileSync(join(dir, 'dakiya.db'), '')
  expect(() => openProfile(dir, false)).toThrow('cannot be told whether it is practice or real')
  writeFileSync(join(dir, 'profile.json'), 'nonsense')
  expect(() => openProfile(dir, false)).toThrow('cannot be read')
  expect(isHeld(dir)).toBe(false)
})

test('a folder that cannot be one is refused in a sentence', () => {
  const dir = scratchDir()
  writeFileSync(join(dir, 'file'), '')
  expect(() => openProfile(join(dir, 'file'), false)).toThrow('there is a file of this name.')
  expect(() => openProfile(join(dir, 'file', 'in'), false)).toThrow('a part of its path is a file.')
  mkdirSync(join(dir, 'dir', 'dakiya.lock'), { recursive: true })
  expect(() => openProfile(join(dir, 'dir'), false)).toThrow('cannot be used')
  expect(existsSync(join(dir, 'dir', 'profile.json'))).toBe(false)
})
