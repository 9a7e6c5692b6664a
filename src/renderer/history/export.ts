// The export: fetches the CSV of the filters with its progress and hands it over as a download. It goes on while its
// popover is closed, and ends with the page.
import { DakiyaError } from '@contract/errors.ts'
import type { HistoryFilter } from '@contract/history.ts'
import { useCallback, useEffect, useRef, useState } from 'react'
import { NoAnswer } from '../client/connection.ts'
import { historyCsvUrl } from '../client/files.ts'
import { saveFile } from '../ui/save-file.ts'
import { createRowCounter } from './row-counter.ts'

const TOLD_EVERY_MS = 200

export type ExportState =
  | { kind: 'idle' }
  | { kind: 'running'; rows: number; total: number }
  | { kind: 'saved'; rows: number }
  | { kind: 'failed'; error: unknown }

export interface Export {
  state: ExportState
  start(filter: HistoryFilter, total: number): void
  stop(): void
}

/** @param onSaved called when the file has been handed over */
export function useExport(onSaved: (rows: number) => void): Export {
  const [state, setState] = useState<ExportState>({ kind: 'idle' })
  const work = useRef<AbortController | null>(null)
  useEffect(() => () => work.current?.abort(), [])

  const start = (filter: HistoryFilter, total: number) => {
    work.current?.abort()
    const mine = new AbortController()
    work.current = mine
    let toldAt = 0
    const onRows = (rows: number) => {
      if (Date.now() - toldAt < TOLD_EVERY_MS) return
      toldAt = Date.now()
      setState({ kind: 'running', rows: Math.min(rows, total), total })
    }
    setState({ kind: 'running', rows: 0, total })
    fetchCsv(filter, mine.signal, onRows).then(
      ({ file, name, rows }) => {
        saveFile(name, file)
        setState({ kind: 'saved', rows })
        onSaved(rows)
      },
      (error: unknown) => setState(mine.signal.aborted ? { kind: 'idle' } : { kind: 'failed', error }),
    )
  }
  return { state, start, stop: useCallback(() => work.current?.abort(), []) }
}

async function fetchCsv(filter: HistoryFilter, signal: AbortSignal, onRows: (rows: number) => void) {
  const answer = await fetch(historyCsvUrl(filter), { signal, cache: 'no-store' }).catch((error: unknown) => {
    throw signal.aborted ? error : new NoAnswer()
  })
  if (!answer.ok || answer.body === null) throw await refusal(answer)
  const counter = createRowCounter()
  let rows = 0
  const counted = new TransformStream<Uint8Array, Uint8Array>({
    transform(bytes, stream) {
      rows = counter.take(bytes)
      onRows(rows)
      stream.enqueue(bytes)
    },
  })
  // The browser keeps a large blob on disk, so the file need not fit into memory.
  const file = await new Response(answer.body.pipeThrough(counted)).blob()
  const name = /filename="([^"]+)"/.exec(answer.headers.get('content-disposition') ?? '')?.[1] ?? 'dakiya-history.csv'
  return { file: new Blob([file], { type: 'text/csv' }), name, rows }
}

async function refusal(answer: Response): Promise<Error> {
  const { error } = (await answer.json().catch(() => ({}))) as { error?: unknown }
  if (typeof error !== 'string') return new NoAnswer()
  return new DakiyaError(answer.status === 507 ? 'STORAGE_FULL' : 'INTERNAL', error)
}
