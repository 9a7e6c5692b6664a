// Flags and environment, and the folder they lead to.
import { CannotStart, readOptions } from '@main/options.ts'
import { describe, expect, test } from 'vitest'

const read = (args: string[], env: NodeJS.ProcessEnv = {}, platform: NodeJS.Platform = 'linux') =>
  readOptions(args, { HOME: '/home/ada', ...env }, platform)

describe('flags', () => {
  test('nothing given', () => {
    expect(read([])).toEqual({
      profileDir: '/home/ada/.local/share/dakiya',
      isPractice: false,
      port: 4780,
      practicePort: 0,
      practiceAt: null,
      restore: null,
      issueApiKey: false,
      logLevel: 'info',
      mayOpen: true,
    })
  })

  test('all of them, with = or without', () => {
    expect(
      read([
        '--data-dir',
        '/d',
        '--port=0',
        '--practice',
        '--practice-port',
        '4999',
        '--restore=/b.db',
        '--issue-api-key',
        '--log-level',
        'debug',
        '--no-open',
      ]),
    ).toEqual({
      profileDir: '/d/practice',
      isPractice: true,
      port: 0,
      practicePort: 4999,
      practiceAt: null,
      restore: '/b.db',
      issueApiKey: true,
      logLevel: 'debug',
      mayOpen: false,
    })
  })

  test('each has its twin in the environment, and the flag wins', () => {
    const env = {
      DAKIYA_DATA_DIR: '/e',
      DAKIYA_PORT: '5000',
      DAKIYA_PRACTICE: '1',
      DAKIYA_ISSUE_API_KEY: 'true',
      DAKIYA_NO_OPEN: '1',
      DAKIYA_LOG_LEVEL: 'warn',
    }
    expect(read([], env)).toMatchObject({
      profileDir: '/e/practice',
      port: 5000,
      issueApiKey: true,
      mayOpen: false,
      logLevel: 'warn',
    })
    expect(read(['--port', '6000', '--data-dir', '/f'], env)).toMatchObject({ port: 6000, profileDir: '/f/practice' })
    expect(read([], { DAKIYA_PRACTICE: '0' })).toMatchObject({ isPractice: false })
  })

  test('a network that runs already means practice, and is on this PC', () => {
    for (const host of ['127.0.0.1', 'localhost', '[::1]'])
      expect(read(['--practice-at', `http://${host}:9/`])).toMatchObject({
        isPractice: true,
        practiceAt: `http://${host}:9`,
      })
  })

  test.each([
    [['--bogus']],
    [['positional']],
    [['--port']],
    [['--port', 'x']],
    [['--port', '65536']],
    [['--port', '-1']],
    [['--practice=yes']],
    [['--log-level', 'loud']],
    [['--practice-at', 'http://example.com']],
    [['--practice-at', 'https://127.0.0.1:1']],
    [['--practice-at', 'http://127.0.0.1.evil.com']],
    [['--practice-at', 'nonsense']],
  ])('%j is refused in one sentence', (args) => {
    expect(() => read(args)).toThrow(CannotStart)
    expect(() => read(args)).toThrow(/^[^\n]+\.$/)
  })

  test('a switch of the environment is 1 or 0', () => {
    expect(() => read([], { DAKIYA_PRACTICE: 'maybe' })).toThrow('DAKIYA_PRACTICE is 1 or 0, not "maybe".')
  })
})

test('the data lies where each system keeps such things', () => {
  expect(read([], { XDG_DATA_HOME: '/x' }).profileDir).toBe('/x/dakiya')
  expect(read([], {}, 'darwin').profileDir).toBe('/home/ada/Library/Application Support/Dakiya')
  expect(read([], { APPDATA: '/roaming' }, 'win32').profileDir).toBe('/roaming/Dakiya')
})
