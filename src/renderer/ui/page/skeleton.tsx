// While something loads: nothing for 300 ms, then its final shape in grey, without shimmer.
import { type ReactNode, useEffect, useState } from 'react'
import { useUiText } from '../text.ts'

const WAIT_MS = 300

/** True once something has taken longer than 300 ms. */
export function useIsSlow(isLoading: boolean): boolean {
  const [isSlow, setSlow] = useState(false)
  useEffect(() => {
    if (!isLoading) return setSlow(false)
    const timer = setTimeout(() => setSlow(true), WAIT_MS)
    return () => clearTimeout(timer)
  }, [isLoading])
  return isLoading && isSlow
}

/** Grey lines in the place of text; `lines` as many as will come. */
export function Skeleton({ lines = 3, height }: { lines?: number; height?: string }) {
  const words = useUiText()
  const isSlow = useIsSlow(true)
  return (
    <div aria-busy className="flex flex-col gap-3" style={height ? { minBlockSize: height } : undefined}>
      {isSlow && (
        <>
          <span className="sr-only">{words('ui.loading')}</span>
          {Array.from({ length: lines }, (_, index) => (
            <span
              // biome-ignore lint/suspicious/noArrayIndexKey: all alike.
              key={index}
              aria-hidden
              className="block h-4 rounded-pill bg-line"
              style={{ inlineSize: `${[92, 78, 85, 64][index % 4]}%` }}
            />
          ))}
        </>
      )}
    </div>
  )
}

/** Shows `children` once there is something; until then the skeleton, after a failure the failure. */
export function Loaded<Value>(props: {
  value: Value | undefined
  failure?: ReactNode
  lines?: number
  children: (value: Value) => ReactNode
}) {
  if (props.value !== undefined) return props.children(props.value)
  return props.failure ?? <Skeleton lines={props.lines ?? 3} />
}
