// T15: each code with which WhatsApp ends a connection has its own action, whether the device is linked, is being linked, or has
// just been scanned; and none of them touches what the link is made of.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Node, node } from '@main/practice/wire/wire.ts'
import type { WAVersion } from '@whiskeysockets/baileys'
import { onTestFinished, test } from 'vitest'
import { startBlunt, streamError } from '../../support/blunt.ts'
import { tell } from '../../support/counts.ts'
import { linkDevice, networkOf, type Office, openOffice } from '../../support/devices.ts'
import { hurriedClock } from '../../support/hurry.ts'
import { startPractice, until } from '../../support/practice.ts'

const page = { kind: 'page' } as const
const passing = [408, 428, 500, 502, 503, 504, null]
const unknown = [409, 411, 413, 414, 415, 418, 419, 501]
const codes = [...passing, 515, 440, 401, 402, 403, 405, 406, ...unknown]
/** How often time passes faster: a minute in a second. */
const HURRY = 60
const BAN_SECONDS = 3600

/** As WhatsApp says it: refusals of a login as failure, the rest as an error of the stream. */
function word(code: number | null): Node {
  if (code === 440) return node('stream:error', { code }, [node('conflict', { type: 'replaced' })])
  if (code === null || code >= 500 || [408, 428].includes(code)) return streamError(code)
  return node('failure', { reason: code, ...(code === 402 && { code: 101, expire: BAN_SECONDS }) })
}

/** What a device shows in the end and how many connections that takes; null = it never gives up. */
function ending(code: number | null): { status: string; text: RegExp; connects: number | null } {
  if (code === 401) return { status: 'logged-out', text: /^Logged out on the phone\. Link it again\.$/, connects: 1 }
  if (code === 402) return { status: 'banned', text: /^WhatsApp has blocked this number until .+\./, connects: 1 }
  if (code === 403 || code === 406) {
    return { status: 'banned', text: /^WhatsApp has blocked this number\. Dakiya cannot lift it/, connects: 1 }
  }
  if (code === 405) return { status: 'offline', text: /^WhatsApp needs a newer Dakiya\. Update Dakiya\.$/, connects: 2 }
  if (code === 440) return { status: 'offline', text: /^Another program took over this link\./, connects: 2 }
  if (code !== null && unknown.includes(code)) {
    return { status: 'offline', text: /^WhatsApp ended the connection and did not say why/, connects: 4 }
  }
  return { status: 'offline', text: /Trying again by itself\.$/, connects: null }
}

const newer: WAVersion = [2, 3000, 2_000_000_000]
const fetchVersion = async () => newer

/** Waits for what a device comes to, and long enough to see that nothing follows. Gives what is wrong with it. */
async function judge(
  at: Office,
  id: string,
  code: number | null,
  connects: () => number,
  pause: () => Promise<void>,
): Promise<string[]> {
  const wanted = ending(code)
  const shows = () => {
    const { status, statusText } = at.device(id)
    return status === wanted.status && wanted.text.test(statusText)
  }
  try {
    await until('the end', () => connects() >= (wanted.connects ?? 4) && shows(), 20_000)
    if (wanted.connects === null) return []
    await pause()
  } catch {
    // told below
  }
  const { status, statusText } = at.device(id)
  return connects() === wanted.connects && shows() ? [] : [`${code}: ${connects()} connects, ${status}, ${statusText}`]
}

async function folder(): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), 'dakiya-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

/** Longer than any wait before a next connection here. */
const pauseOf = (clock: ReturnType<typeof hurriedClock>) => () =>
  new Promise<void>((resolve) => clock.after(75_000, resolve))

test('T15 linked: every code at a login', { timeout: 120_000 }, async () => {
  const practice = await startPractice()
  onTestFinished(async () => await practice.close())
  const dataDir = await folder()
  const before = await openOffice(practice, { dataDir })
  const first = await linkDevice(practice, before, '+15550100001')
  const { database } = before
  const read = database.prepare<{ value: string }>('SELECT value FROM auth_creds WHERE device_id = ?')
  const link = read.get(first)?.value ?? ''

  const numberOf = (code: number | null) => `1555020${String(code ?? 0).padStart(4, '0')}`
  const links = new Map(codes.map((code) => [`code-${code}`, link.replaceAll('15550100001', numberOf(code))]))
  for (const code of codes) {
    const id = `code-${code}`
    database
      .prepare(
        "INSERT INTO devices (id, name, number, state, state_since, created_at) VALUES (?, ?, ?, 'linked', 0, 0)",
      )
      .run(id, id, numberOf(code))
    database.prepare('INSERT INTO auth_creds VALUES (?, ?)').run(id, links.get(id))
  }
  database.prepare("UPDATE devices SET state = 'new' WHERE id = ?").run(first)
  await before.close()

  const blunt = await startBlunt({ login: (number) => word(Number(number.slice(-4)) || null) })
  onTestFinished(async () => await blunt.close())
  const clock = hurriedClock(HURRY)
  const network = { kind: 'practice', ...blunt.address } as const
  const again = await openOffice(practice, { dataDir, clock, fetchVersion, network })
  onTestFinished(async () => await again.close())
  again.devices.start()
  const kept = again.database.prepare<{ value: string }>('SELECT value FROM auth_creds WHERE device_id = ?')
  const violations = await Promise.all(
    codes.map(async (code) => {
      const id = `code-${code}`
      const wrong = await judge(again, id, code, () => blunt.calls.get(numberOf(code)) ?? 0, pauseOf(clock))
      return kept.get(id)?.value === links.get(id) ? wrong : [...wrong, `${code}: the link was changed`]
    }),
  )
  tell('T15 linked', codes.length, violations.flat())
})

test.for([node('failure', { reason: 7 }), node('stream:error', { code: 'x' })])(
  'a close with a code that Baileys cannot read ends the connection like any other: $tag',
  async (unread) => {
    const practice = await startPractice()
    onTestFinished(async () => await practice.close())
    const blunt = await startBlunt({ newcomer: () => unread })
    onTestFinished(async () => await blunt.close())
    const network = { kind: 'practice', ...blunt.address } as const
    const at = await openOffice(practice, { clock: hurriedClock(HURRY), network })
    onTestFinished(async () => await at.close())
    await at.devices.handlers.create({ name: 'Shop' }, page)
    await until('the third try', () => (blunt.calls.get('') ?? 0) >= 3)
  },
)

test('T15 not linked: every code instead of a code to scan', { timeout: 120_000 }, async () => {
  const practice = await startPractice()
  onTestFinished(async () => await practice.close())
  let code: number | null = null
  const blunt = await startBlunt({ newcomer: () => word(code) })
  onTestFinished(async () => await blunt.close())
  const clock = hurriedClock(HURRY)
  const at = await openOffice(practice, { clock, fetchVersion, network: { kind: 'practice', ...blunt.address } })
  onTestFinished(async () => await at.close())
  const creds = at.database.prepare<{ n: number }>('SELECT count(*) AS n FROM auth_creds')
  const violations: string[] = []
  for (code of codes) {
    const calls = () => blunt.calls.get('') ?? 0
    const before = calls()
    const { device } = await at.devices.handlers.create({ name: `code ${code}` }, page)
    const isPassing = passing.includes(code) || code === 515
    const wanted = isPassing ? 4 : code === 405 ? 2 : 1
    const shows = () => {
      const { status, linkStep, statusText } = at.device(device.sessionId)
      if (isPassing) return status === 'linking'
      return code === 405 ? statusText.startsWith('WhatsApp needs a newer Dakiya') : linkStep === 'refused'
    }
    await until('the end', () => calls() - before >= wanted && shows(), 10_000).catch(() => undefined)
    if (!isPassing) await new Promise<void>((resolve) => clock.after(15_000, resolve))
    const connects = calls() - before
    if (!shows() || (isPassing ? connects < wanted : connects !== wanted)) {
      violations.push(`${code}: ${connects} connects, ${at.device(device.sessionId).statusText}`)
    }
    if (creds.get()?.n !== 0) violations.push(`${code}: a link without a phone`)
    await at.devices.handlers.remove({ sessionId: device.sessionId }, page)
  }
  tell('T15 not linked', codes.length, violations)
})

test('T15 just scanned: every code at the first login', { timeout: 240_000 }, async () => {
  const practice = await startPractice()
  onTestFinished(async () => await practice.close())
  const network = await networkOf(practice)
  if (network.kind === 'real') throw new Error('not a practice network')
  let connects = 0
  const read = async () => {
    connects += 1
    return await practice.client.network()
  }
  const clock = hurriedClock(HURRY)
  const at = await openOffice(practice, { clock, fetchVersion, network: { ...network, read } })
  onTestFinished(async () => await at.close())
  const creds = at.database.prepare<{ value: string }>('SELECT value FROM auth_creds WHERE device_id = ?')
  const violations: string[] = []
  for (const code of codes) {
    const number = `+1555030${String(code ?? 0).padStart(4, '0')}`
    await practice.client.addPhone(number, `Phone ${code}`)
    const { device } = await at.devices.handlers.create({ name: `code ${code}` }, page)
    const { sessionId } = device
    // Sixty times faster, the program waits for a code a quarter of a second: a busy PC asks again.
    const asked = async () => (await Promise.resolve(at.devices.handlers.qr({ sessionId }, page)).catch(() => null))?.qr
    const qr = await until('a code', asked)
    // 500 is what Baileys makes of an error without a code.
    const fault = { kind: 'banned', device: number, code: code ?? 500, afterMs: BAN_SECONDS * 1000 }
    const id = await practice.client.fault(fault)
    const before = connects
    await practice.client.scan(number, qr)
    violations.push(...(await judge(at, sessionId, code, () => connects - before, pauseOf(clock))))
    if (!creds.get(sessionId)?.value.includes('"account"')) violations.push(`${code}: the link is gone`)
    await practice.client.endFault(id).catch(() => undefined)
    await at.devices.handlers.remove({ sessionId }, page)
  }
  tell('T15 just scanned', codes.length, violations)
})
