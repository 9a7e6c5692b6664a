// Links a device of a running program to a practice phone, and frees it of limits, over the API as another program would.
import { expect } from '@playwright/test'
import type { Api } from '../support/api.ts'

/** No wait between two messages and no limit on them. */
export const UNLIMITED = { delayMinSeconds: 0, delayMaxSeconds: 0, hourlyLimit: 0, dailyLimit: 0 }

/** Resolves with the `sessionId` when the device is connected. */
export async function linkPhone(api: Api, network: Api, name: string, number: string): Promise<string> {
  const made = await api.post('/devices', { name })
  expect(made).toMatchObject({ success: true })
  const { sessionId } = made.device as { sessionId: string }
  const path = `/devices/${sessionId}`
  let qr = ''
  // Refused until there is a code.
  await expect(async () => {
    qr = String((await api.get(`${path}/qr`)).qr)
  }).toPass()
  await network.post(`/phones/${number}/scan`, { qr })
  await expect.poll(() => api.get(path)).toMatchObject({ success: true, device: { status: 'connected' } })
  return sessionId
}
