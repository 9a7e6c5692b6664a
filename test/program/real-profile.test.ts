// A real profile cannot be pointed at the practice network: not by a flag, not by the environment, not by a setting, not by
// what is smuggled into its network; and the practice network's root key is never on disk.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Settings } from '@contract/settings.ts'
import { type Network, practiceAddress } from '@main/engine/whatsapp/network.ts'
import '@main/engine/whatsapp/keys/trust.ts'
import { readOptions } from '@main/options.ts'
import { WA_CERT_DETAILS } from '@whiskeysockets/baileys'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { startRig } from '../support/engine.ts'
import { type Practice, startPractice } from '../support/practice.ts'
import { startHeadless } from '../support/program.ts'

let practice: Practice
beforeAll(async () => {
  practice = await startPractice()
})
afterAll(async () => await practice.close())

const connections = async () => (await practice.client.stats()).connections

/** Everything that names a network, an address, a proxy or a key, ours and other people's. */
const leads = async (): Promise<Record<string, string>> => {
  const { wsUrl, ca, rootKey, filesUrl } = await practice.client.network()
  return {
    DAKIYA_PRACTICE_PORT: new URL(practice.url).port,
    DAKIYA_NETWORK: practice.url,
    DAKIYA_NETWORK_AT: practice.url,
    DAKIYA_WS_URL: wsUrl,
    DAKIYA_WA_WEB_SOCKET_URL: wsUrl,
    DAKIYA_CA: ca,
    DAKIYA_ROOT_KEY: rootKey,
    DAKIYA_FILES_URL: filesUrl,
    WA_WEB_SOCKET_URL: wsUrl,
    WA_ROOT_KEY: rootKey,
  }
}

test('whatever the flags and the environment say, what leads to practice makes a practice profile', () => {
  const env = fc.record(
    {
      DAKIYA_PRACTICE: fc.constantFrom('1', 'true', '0', 'false', ''),
      DAKIYA_PRACTICE_AT: fc.constantFrom('http://127.0.0.1:9', 'http://localhost:9', ''),
      DAKIYA_PRACTICE_PORT: fc.constantFrom('0', '4999', ''),
      DAKIYA_DATA_DIR: fc.constantFrom('/d', '/d/practice', ''),
    },
    { requiredKeys: [] },
  )
  const flags = fc.subarray(['--practice', '--practice-at=http://127.0.0.1:9', '--practice-port=4999', '--data-dir=/e'])
  fc.assert(
    fc.property(flags, env, (args, given) => {
      const options = readOptions(args, { HOME: '/home/ada', ...given }, 'linux')
      const asked =
        args.some((flag) => /^--practice(-at.*)?$/.test(flag)) || /^(1|true)$/.test(given.DAKIYA_PRACTICE ?? '')
      const isAsked = asked || (given.DAKIYA_PRACTICE_AT ?? '') !== ''
      expect(options.isPractice).toBe(isAsked)
      if (!options.isPractice) expect(options.practiceAt).toBeNull()
      // A folder of its own, which no real profile is opened with.
      if (options.isPractice) expect(options.profileDir.endsWith('/practice')).toBe(true)
    }),
  )
})

test.each(['--ws-url=ws://127.0.0.1:9', '--network=http://127.0.0.1:9', '--root-key=x', '--ca=x', '--no-practice'])(
  'there is no flag %s',
  (flag) => {
    expect(() => readOptions([flag], {}, 'linux')).toThrow('Known flags')
  },
)

test('no setting is an address, a certificate or a key', () => {
  const words = Object.keys(Settings.shape).filter((name) =>
    /^(url|host|port|network|practice|root|ca)|(Url|Host|Port|Network|Address|Key|Socket)/.test(name),
  )
  expect(words).toEqual([])
})

test('a real network has no address, whatever is smuggled into it', async () => {
  const trusted = WA_CERT_DETAILS.PUBLIC_KEY
  const address = await practice.client.network()
  const smuggled = { ...address, kind: 'real', read: practice.client.network } as unknown as Network
  expect(await practiceAddress(smuggled)).toBeNull()
  expect(WA_CERT_DETAILS.PUBLIC_KEY).toBe(trusted)
  expect(Buffer.from(trusted).toString('base64')).not.toBe(address.rootKey)
})

test('a real program never knocks, and has no practice operations or media origin', { timeout: 90_000 }, async () => {
  const before = { ...process.env }
  onTestFinished(() => {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name]
  })
  Object.assign(process.env, await leads())
  const dir = mkdtempSync(join(tmpdir(), 'dakiya-real-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  const program = await startHeadless('--data-dir', dir, '--issue-api-key')
  expect(program.practice).toBeNull()
  const { filesUrl, wsUrl } = await practice.client.network()
  expect(await program.call('PATCH', '/settings', { wsUrl })).toMatchObject({ http: 400 })
  const sent = await program.call('POST', '/send', { number: '923001234567', mediaUrl: `${filesUrl}/photo.jpg` })
  expect(sent.http).toBeGreaterThanOrEqual(400)
  expect(await connections()).toBe(0)
  expect(readdirSync(dir)).not.toContain('network')
  expect(await program.end('SIGTERM')).toBe(0)
})

test('the root key is nowhere on disk, neither at the network nor at a profile that used it', async () => {
  const rig = await startRig()
  onTestFinished(async () => await rig.close())
  const sessionId = await rig.link('15550100001')
  const { operations } = rig.engine
  const page = { kind: 'page' } as const
  const { queueId } = await operations.messages.send(
    { sessionId, number: '4915112345678', message: 'Hi' } as never,
    page,
  )
  await rig.ended(queueId, 'sent')
  const key = Buffer.from((await rig.practice.client.network()).rootKey, 'base64')
  const forms = [
    key,
    Buffer.from(key.toString('base64')),
    Buffer.from(key.toString('base64url')),
    Buffer.from(key.toString('hex')),
  ]
  const files = [rig.practice.dataDir, rig.dataDir].flatMap((dir) =>
    readdirSync(dir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  )
  expect(files.some((file) => file.endsWith('practice.db'))).toBe(true)
  expect(files.length).toBeGreaterThan(4)
  const found = files.filter((file) => {
    const bytes = readFileSync(file)
    return forms.some((form) => bytes.includes(form))
  })
  expect(found).toEqual([])
})
