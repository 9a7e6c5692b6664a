// Linking, as unmodified Baileys sees it: QR and pairing code, the restart, the ways it fails, and its end.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Bare,
  bareSocket,
  linkBareSocket,
  memoryAuth,
  openBareSocket,
  type Practice,
  startPractice,
  until,
} from '../support/practice.ts'

let practice: Practice
beforeAll(async () => {
  practice = await startPractice()
})
afterAll(() => practice.close())

const devices = async (number: string) =>
  (await practice.client.phones()).find((each) => each.number === number)?.devices ?? []

/** Asks for a pairing code as an app would: after the first QR. */
async function askCode(number: string, code: string): Promise<Bare> {
  const bare = await bareSocket(practice, memoryAuth())
  await until('a first QR', () => bare.qrs[0])
  await bare.sock.requestPairingCode(number, code)
  return bare
}

describe('linking', () => {
  it('links by QR, restarts with 515 and opens as a device of the phone', async () => {
    const bare = await linkBareSocket(practice)
    expect(bare.auth.creds.me?.id).toMatch(/^15550100001:\d+@s\.whatsapp\.net$/)
    expect(bare.auth.creds.me?.lid).toMatch(/^1\d{15}:\d+@lid$/)
    expect(await devices('15550100001')).toHaveLength(1)
    await until('the name of the phone', () => bare.auth.creds.me?.name === 'Corner Shop')
    await until('the end of the first sync', () => bare.auth.creds.accountSyncCounter === 1)
    expect((await practice.client.stats()).unknown).toEqual([])
    await bare.end()
  })

  it('shows the next of six codes when one runs out, then gives up with 408', async () => {
    const bare = await bareSocket(practice, memoryAuth(), { qrTimeout: 60 })
    await until('the end of the codes', () => bare.closeCode() === 408)
    expect(new Set(bare.qrs).size).toBe(6)
  })

  it('takes the newest code as well as the first', async () => {
    const bare = await bareSocket(practice, memoryAuth(), { qrTimeout: 300 })
    const qr = await until('a third code', () => bare.qrs[2])
    await practice.client.scan('+15550100002', qr)
    await until('the restart', () => bare.closeCode() === 515)
    expect(await devices('15550100002')).toHaveLength(1)
  })

  it('refuses a text that is no QR, an old QR and an unknown phone, each with a sentence', async () => {
    await expect(practice.client.scan('+15550100001', 'hello')).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
    await expect(practice.client.scan('+15550100001', 'https://wa.me/x#a,b,c,d,1')).rejects.toMatchObject({
      code: 'CONFLICT',
    })
    await expect(practice.client.scan('+15550100009', 'x#a,b,c,d')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('links by pairing code, and lets a wrong code be typed again', async () => {
    const bare = await askCode('15550100003', 'ABCD1234')
    await expect(practice.client.code('+15550100003', 'ABCD9999')).rejects.toThrow('This code is wrong.')
    await practice.client.code('15550100003', 'abcd-1234')
    await until('the restart', () => bare.closeCode() === 515)
    const open = await openBareSocket(practice, bare.auth)
    expect(open.auth.creds.me?.id).toMatch(/^15550100003:\d+@/)
    await open.end()
  })

  it('ends with 401 when the phone removes the device, and the next login fails with 401', async () => {
    const bare = await linkBareSocket(practice, '15550100002')
    const own = Number(/:(\d+)@/.exec(bare.auth.creds.me?.id ?? '')?.[1])
    await practice.client.unlink('15550100002', own)
    await until('the end', () => bare.closeCode() === 401)
    expect(await devices('15550100002')).not.toContain(own)
    const again = await bareSocket(practice, bare.auth)
    await until('the refusal', () => again.closeCode() === 401)
  })

  it('forgets a device that logs out', async () => {
    const bare = await linkBareSocket(practice, '15550100002')
    const before = (await devices('15550100002')).length
    await bare.sock.logout()
    await until('the device gone', async () => (await devices('15550100002')).length === before - 1)
    await until('its own end', () => bare.closeCode() === 401)
  })

  it('ends the older of two connections of one device with 440', async () => {
    const older = await linkBareSocket(practice, '15550100001')
    const newer = await openBareSocket(practice, older.auth)
    await until('the replacement', () => older.closeCode() === 440)
    expect(newer.isOpen()).toBe(true)
    await newer.end()
  })
})
