// CSV over the wire: the engine's rows, told to be a file of their own.

/** So that a refusal can still be told as one: the first piece is made before any header goes out. */
export async function csvPieces(pieces: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array>> {
  const iterator = pieces[Symbol.asyncIterator]()
  const first = await iterator.next()
  return (async function* () {
    try {
      for (let next = first; !next.done; next = await iterator.next()) yield next.value
    } finally {
      await iterator.return?.()
    }
  })()
}

/** Headers of an export of `noun` made now. */
export function csvHeaders(noun: string): Record<string, string> {
  const now = new Date()
  const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0'))
  return {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="dakiya-${noun}-${day.join('-')}.csv"`,
    'cache-control': 'no-store',
  }
}
