// How the engine reads the numbers of a list, asked for in pieces and kept, so that an edited cell asks for itself alone.
import type { Understood } from '@contract/numbers.ts'
import { useCallback, useEffect, useRef, useState } from 'react'
import { client, useConnection } from '../../client/client.ts'
import { useOptOutEdition } from '../../people/opt-outs/change.ts'
import type { ListRow } from '../list/parse.ts'

const PIECE = 500
/** More letters than the engine looks at are no number. */
const LONGEST = 200

export interface NumberReading {
  get(written: string): Understood | undefined
  /** It was asked for and not answered. */
  error: Error | null
  retry(): void
}

const keyOf = (written: string) => written.slice(0, LONGEST)

/**
 * @param column where the numbers stand; null = not known, nothing is asked for
 * @param country ISO country of local numbers; null = the office's
 */
export function useNumberReading(
  rows: readonly ListRow[],
  column: number | null,
  country: string | null,
): NumberReading {
  const { edition } = useOptOutEdition()
  const cache = useRef({ country, edition, known: new Map<string, Understood>() })
  const [version, setVersion] = useState(0)
  const [error, setError] = useState<Error | null>(null)
  const [attempt, setAttempt] = useState(0)
  const isOpen = useConnection().kind === 'open'
  // Another country reads them otherwise; another list of people who opted out may know them.
  if (cache.current.country !== country || cache.current.edition !== edition)
    cache.current = { country, edition, known: new Map() }

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks again.
  useEffect(() => {
    if (column === null || !isOpen) return
    const { known } = cache.current
    const written = new Set(rows.map(({ cells }) => keyOf(cells[column] ?? '')))
    const asked = [...written].filter((text) => !known.has(text))
    if (asked.length === 0) return
    const stop = new AbortController()
    const ask = async () => {
      for (let from = 0; from < asked.length && !stop.signal.aborted; from += PIECE) {
        const numbers = asked.slice(from, from + PIECE)
        const input = country === null ? { numbers } : { numbers, country }
        const { results } = await client.numbers.understand(input, { signal: stop.signal })
        for (const [index, result] of results.entries()) known.set(numbers[index] ?? result.input, result)
        setVersion((before) => before + 1)
      }
    }
    setError(null)
    ask().catch((cause: Error) => !stop.signal.aborted && setError(cause))
    return () => stop.abort()
  }, [rows, column, country, edition, isOpen, attempt])

  return {
    // biome-ignore lint/correctness/useExhaustiveDependencies: each piece that came makes another function of it.
    get: useCallback((text) => cache.current.known.get(keyOf(text)), [version, country, edition]),
    error,
    retry: useCallback(() => setAttempt((before) => before + 1), []),
  }
}
