// Backups, damage and restoring as a person meets them: the program's own door, its exit codes and its one sentence.
import { existsSync, readdirSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { refusedStart, startHeadless } from '../../support/program.ts'
import { scratchDir } from '../../support/scratch.ts'

interface Listed {
  backups: { name: string; kind: string; bytes: number }[]
  folder: string
  restoring: boolean
}

test('backed up, damaged, refused and restored by one word', { timeout: 240_000 }, async () => {
  const dir = scratchDir()
  const flags = ['--practice', '--issue-api-key', '--data-dir', dir, '--log-level', 'warn']
  const profile = join(dir, 'practice')
  const app = await startHeadless(...flags)
  await app.call('POST', '/opt-outs', { number: '+923001234567' })
  const made = await app.call<{ backup: { name: string; kind: string } }>('POST', '/backups')
  expect(made).toMatchObject({ http: 201, backup: { kind: 'manual' } })
  expect(await app.call<Listed>('GET', '/backups')).toMatchObject({
    http: 200,
    folder: join(profile, 'backups'),
    restoring: false,
    backups: [{ name: made.backup.name }],
  })
  const foreign = await app.call('POST', `/backups/${encodeURIComponent('../profile.json')}/restore`)
  expect(foreign.http).toBe(404)
  await app.end()

  truncateSync(join(profile, 'dakiya.db'), 40_960)
  const refused = await refusedStart('--port', '0', ...flags)
  expect(refused).toMatchObject({ code: 2, stdout: '' })
  expect(refused.stderr).toMatch(
    /^The data in \S+ are damaged \(.+\) and were put aside in put-aside\/\S+; start with --restore latest .*\.\n$/,
  )
  expect(refused.stderr).toContain(made.backup.name)
  const again = await refusedStart('--port', '0', ...flags)
  expect(again.code).toBe(2)
  expect(again.stderr).toMatch(/are gone .*--restore latest/)
  const nothing = await refusedStart('--port', '0', '--restore', '/nowhere.db', ...flags)
  expect(nothing).toMatchObject({
    code: 2,
    stderr: '/nowhere.db cannot be restored: there is no such file. Nothing was changed.\n',
  })

  const back = await startHeadless('--restore', 'latest', ...flags)
  expect(existsSync(join(profile, 'put-aside', readdirSync(join(profile, 'put-aside'))[0] ?? '', 'dakiya.db'))).toBe(
    true,
  )
  expect(await back.call('GET', '/opt-outs')).toMatchObject({ http: 200, optOuts: [{ number: '923001234567' }] })
  expect(await back.call('GET', '/settings')).toMatchObject({ settings: { isPaused: true } })
  await back.call('POST', '/opt-outs', { number: '+923007654321' })
  const restore = `/backups/${made.backup.name}/restore`
  expect(await back.call('POST', restore)).toMatchObject({ http: 200, restoring: true })
  expect(await back.call('DELETE', '/backups/restoring')).toMatchObject({ http: 200, restoring: false })
  expect(await back.call('GET', '/backups')).toMatchObject({ restoring: false })
  expect(await back.call('POST', restore)).toMatchObject({ http: 200, restoring: true })
  await back.end()

  const last = await startHeadless(...flags)
  expect(((await last.call('GET', '/opt-outs')) as { optOuts?: unknown[] }).optOuts).toHaveLength(1)
  await last.end()
})
