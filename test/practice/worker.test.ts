// The network as a built program: in its thread, which comes back when it dies, and in a process of its own.
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createPracticeClient } from '@main/practice/client.ts'
import { startPracticeWorker } from '@main/practice/start-worker.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../support/practice.ts'
import { type Built, buildPractice } from '../support/practice-built.ts'

let built: Built
let folder = ''
let out = ''
beforeAll(async () => {
  built = await buildPractice()
  folder = built.folder
  out = built.out
})
afterAll(() => built.remove())

describe('the built network', () => {
  it('runs in a thread and ends when told', async () => {
    const worker = await startPracticeWorker({
      dataDir: join(folder, 'thread'),
      entry: pathToFileURL(join(out, 'practice-worker.js')),
    })
    const client = createPracticeClient(worker.url)
    expect(await client.phones()).toHaveLength(3)
    await worker.close()
    await expect(client.phones()).rejects.toThrow('The practice network cannot be reached.')
  })

  it('comes back on the same port when its thread dies, with a new root key', async () => {
    const entry = join(out, 'mortal.js')
    const sword = join(folder, 'sword')
    const watch = `setInterval(() => { if (existsSync(${JSON.stringify(sword)})) { rmSync(${JSON.stringify(sword)}); throw new Error('struck down') } }, 20)`
    writeFileSync(entry, `import './practice-worker.js'\nimport { existsSync, rmSync } from 'node:fs'\n${watch}\n`)
    const states: string[] = []
    const worker = await startPracticeWorker({
      dataDir: join(folder, 'mortal'),
      entry: pathToFileURL(entry),
      onChange: (state) => void states.push(state),
    })
    const client = createPracticeClient(worker.url)
    const before = (await client.network()).rootKey
    writeFileSync(sword, '')
    await until('the death', () => states.includes('down'))
    await until('the return', () => states.includes('up'))
    expect((await client.network()).rootKey).not.toBe(before)
    await worker.close()
  })

  it('says why it cannot start', async () => {
    const entry = pathToFileURL(join(out, 'practice-worker.js'))
    const first = await startPracticeWorker({ dataDir: join(folder, 'a'), entry })
    const port = Number(new URL(first.url).port)
    await expect(startPracticeWorker({ dataDir: join(folder, 'b'), port, entry })).rejects.toThrow('EADDRINUSE')
    await expect(startPracticeWorker({ dataDir: join(folder, 'a'), entry })).rejects.toThrow('Another practice network')
    await first.close()
  })

  it.each(['SIGTERM', 'SIGINT'] as const)('runs alone, prints one line and ends on %s with 0', async (signal) => {
    const child = spawn(process.execPath, [
      join(out, 'practice.js'),
      '--data-dir',
      join(folder, `alone ${signal}`),
      '--seed',
      '5',
    ])
    let printed = ''
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString()
    })
    const ended = new Promise((resolve) => child.once('exit', resolve))
    await until('the ready line', () => printed.includes('\n'))
    const { practice } = JSON.parse(printed) as { practice: string }
    expect(printed).toBe(`{"ready":true,"practice":"${practice}"}\n`)
    expect(practice).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    child.kill(signal)
    expect(await ended).toBe(0)
  })

  it.each([
    ['--port', 'x'],
    ['--seed', '-1'],
    ['--nonsense', '1'],
  ])('refuses %s %s with a sentence and code 2', async (...flags) => {
    const child = spawn(process.execPath, [join(out, 'practice.js'), ...flags])
    let told = ''
    child.stderr.on('data', (chunk: Buffer) => {
      told += chunk.toString()
    })
    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(2)
    expect(told.trim()).not.toBe('')
  })
})
