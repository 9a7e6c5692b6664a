// Links a device of a running program to a practice phone, through the API as a person's program would.
import { createPracticeClient } from '@main/practice/client.ts'
import type { Headless } from './program.ts'
import { until } from './until.ts'

const UNLIMITED = { delayMinSeconds: 0, delayMaxSeconds: 0, hourlyLimit: 0, dailyLimit: 0, defaultCountry: null }

/** Resolves with the sessionId when the device is connected; no delay, no limits. */
export async function linked(app: Headless, phone = '15550100001'): Promise<string> {
  await app.call('PATCH', '/settings', UNLIMITED)
  const { device } = await app.call<{ device: { sessionId: string } }>('POST', '/devices', { name: 'Shop' })
  const path = `/devices/${device.sessionId}`
  const qr = await until('a QR code', async () => (await app.call<{ qr?: string }>('GET', `${path}/qr`)).qr)
  await createPracticeClient(app.practice ?? '').scan(phone, qr)
  await until('the device is connected', async () => {
    const answer = await app.call<{ device: { status: string } }>('GET', path)
    return answer.device.status === 'connected'
  })
  return device.sessionId
}
