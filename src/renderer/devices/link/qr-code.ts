// The code to scan. It is asked for once; while linking goes on, each new code is news of the device. When the codes have
// run out or WhatsApp refused, nothing is asked for until somebody presses.
import type { Device } from '@contract/devices.ts'
import { useEffect, useEffectEvent, useState } from 'react'
import { useEvent } from '../../client/events.ts'
import { useOperation } from '../../client/queries.ts'

export interface QrCode {
  code: { qr: string; expiresAt: number; lifeMs: number } | null
  isAsking: boolean
  error: Error | null
  /** Asks for a code again; begins linking anew when it had ended. */
  ask(): void
}

export function useQrCode({ sessionId, linkStep }: Device): QrCode {
  const hasEnded = linkStep === 'codes-used-up' || linkStep === 'refused'
  const found = useOperation('devices', 'qr', { sessionId }, { enabled: !hasEnded })
  const ask = () => void found.refetch()
  useEvent('device.changed', (device) => {
    if (device.sessionId === sessionId && device.linkStep === 'waiting-for-scan') ask()
  })
  // Whoever opens the dialog wants a code, also when the last ones ran out before.
  const askAnew = useEffectEvent(() => hasEnded && ask())
  useEffect(() => void askAnew(), [])
  const [life, setLife] = useState<{ qr: string; lifeMs: number } | null>(null)
  const { data } = found
  if (data !== undefined && data.qr !== life?.qr) setLife({ qr: data.qr, lifeMs: data.expiresAt - Date.now() })
  const isOld = data === undefined || (hasEnded && !found.isFetching)
  return {
    code: isOld || life === null ? null : { ...data, lifeMs: life.lifeMs },
    isAsking: found.isFetching,
    error: found.error,
    ask,
  }
}
