// A QR code: black on white in every theme, a quiet zone of 4 modules, with a ring that counts down to the next one.
import { create } from 'qrcode'
import { useMemo } from 'react'
import { useUiText } from '../text.ts'
import { useNow } from '../time/time.tsx'

const QUIET = 4

export interface QrProps {
  text: string
  /** What it is: "QR code that links a phone". */
  name: string
  /** When the next code comes; no ring without it. */
  renewsAt?: number | undefined
  /** How long a code lives, for the ring. */
  lifeMs?: number
}

export function Qr({ text, name, renewsAt, lifeMs = 20_000 }: QrProps) {
  const { path, size } = useMemo(() => draw(text), [text])
  return (
    <div className="flex w-fit flex-col items-center gap-2">
      <svg
        role="img"
        aria-label={name}
        viewBox={`0 0 ${size} ${size}`}
        shapeRendering="crispEdges"
        className="own-colours size-60 min-h-[240px] min-w-[240px] rounded-control border"
      >
        <rect width={size} height={size} className="fill-qr-paper" />
        <path d={path} className="fill-qr-ink" />
      </svg>
      {renewsAt !== undefined && <Countdown until={renewsAt} lifeMs={lifeMs} />}
    </div>
  )
}

function draw(text: string): { path: string; size: number } {
  const { modules } = create(text, { errorCorrectionLevel: 'M' })
  let path = ''
  for (let y = 0; y < modules.size; y++)
    for (let x = 0; x < modules.size; x++) if (modules.get(y, x)) path += `M${x + QUIET} ${y + QUIET}h1v1h-1z`
  return { path, size: modules.size + 2 * QUIET }
}

const ROUND = 2 * Math.PI * 6

function Countdown({ until, lifeMs }: { until: number; lifeMs: number }) {
  const words = useUiText()
  const leftMs = Math.max(0, until - useNow())
  const share = Math.min(1, leftMs / lifeMs)
  return (
    <p className="flex items-center gap-2 text-pill text-ink-2 tabular">
      <svg aria-hidden viewBox="0 0 16 16" className="-rotate-90 size-4">
        <circle cx="8" cy="8" r="6" fill="none" strokeWidth="2.5" className="stroke-line" />
        <circle
          cx="8"
          cy="8"
          r="6"
          fill="none"
          strokeWidth="2.5"
          strokeDasharray={ROUND}
          strokeDashoffset={ROUND * (1 - share)}
          className="stroke-accent"
        />
      </svg>
      {words('ui.newCodeIn', { seconds: Math.ceil(leftMs / 1000) })}
    </p>
  )
}
