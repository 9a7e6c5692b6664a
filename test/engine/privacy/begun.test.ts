// Erasures under way, in their file: there only while one is, and nothing that was gathered is lost by a second try.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { silentLog } from '@main/engine/base/log.ts'
import { type Begun, createBegun } from '@main/engine/privacy/begun.ts'
import { expect, test } from 'vitest'
import { scratchDir } from '../../support/scratch.ts'

const one: Begun = {
  number: '15551230001',
  cancelWaiting: true,
  keepBackups: false,
  askedAt: 1,
  addresses: ['1@lid'],
  fileIds: ['f1'],
}

test('what a first try gathered stays with a second one of the same person', () => {
  const path = join(scratchDir(), 'erasing.json')
  const begun = createBegun(path, silentLog)
  begun.begin(one)
  begun.begin({ ...one, number: '15551230002' })
  expect(begun.begin({ ...one, askedAt: 2, addresses: ['2@lid'], fileIds: [] })).toEqual({
    ...one,
    askedAt: 2,
    addresses: ['1@lid', '2@lid'],
    fileIds: ['f1'],
  })
  expect(
    createBegun(path, silentLog)
      .all()
      .map(({ number }) => number),
  ).toEqual(['15551230002', '15551230001'])
})

test('the file is there only while somebody is being erased', () => {
  const path = join(scratchDir(), 'erasing.json')
  const begun = createBegun(path, silentLog)
  expect([begun.all(), existsSync(path)]).toEqual([[], false])
  begun.begin(one)
  expect(readFileSync(path, 'utf8')).toContain(one.number)
  expect(begun.has(one.number)).toBe(true)
  begun.end(one.number)
  expect([begun.all(), existsSync(path)]).toEqual([[], false])
})
