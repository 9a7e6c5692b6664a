// A program whose sharp cannot be loaded: it says so at start, refuses pictures in one sentence, and sends all else.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createPracticeClient } from '@main/practice/client.ts'
import { afterEach, expect, test, vi } from 'vitest'
import { linked } from '../support/link.ts'
import { startHeadless } from '../support/program.ts'
import { scratchDir } from '../support/scratch.ts'
import { until } from '../support/until.ts'

const hook = new URL('../support/without-sharp.mjs', import.meta.url).href
const SENTENCE = 'Dakiya cannot open pictures on this PC, because its part for them (sharp) cannot be loaded.'
/** One black point. */
const png = new Uint8Array(
  Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=', 'base64'),
)

afterEach(() => {
  vi.unstubAllEnvs()
})

test.each(['native', 'whole'])(
  'without the %s part of sharp, a picture is refused and a text arrives',
  async (without) => {
    const dir = scratchDir()
    vi.stubEnv('WITHOUT', without)
    vi.stubEnv('NODE_OPTIONS', `--import=${hook}`)
    const app = await startHeadless('--practice', '--issue-api-key', '--data-dir', dir)
    const logs = join(dir, 'practice', 'logs')
    const logged = () =>
      readdirSync(logs)
        .map((name) => readFileSync(join(logs, name), 'utf8'))
        .join('')
    await until('the log to tell of it', () => logged().includes(SENTENCE))
    const sessionId = await linked(app)

    const number = '923001234567'
    const sendFile = async (body: Uint8Array<ArrayBuffer>, name: string) => {
      const headers = { 'x-api-key': app.apiKey ?? '', 'content-type': 'application/octet-stream' }
      const response = await fetch(`${app.api}/files?name=${name}`, { method: 'POST', headers, body })
      return { http: response.status, ...((await response.json()) as Record<string, unknown>) }
    }
    expect(await sendFile(png, 'point.png')).toMatchObject({
      http: 422,
      code: 'MEDIA_REJECTED',
      error: `${SENTENCE} Install Dakiya again; all else can be sent.`,
    })
    expect(await sendFile(new TextEncoder().encode('%PDF-1.4\n%%EOF\n'), 'list.pdf')).toMatchObject({ http: 200 })

    expect(await app.call('POST', '/send', { sessionId, number, message: 'We open at ten.' })).toMatchObject({
      success: true,
    })
    const practice = createPracticeClient(app.practice ?? '')
    await until('the text to arrive', async () => {
      const messages = await practice.messages()
      return messages.some(({ text }) => text === 'We open at ten.')
    })
    expect(await app.end()).toBe(0)
  },
)
