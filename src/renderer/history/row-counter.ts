// Counts the rows of a CSV as its bytes arrive, for the progress of an export. A row ends where a line ends outside of
// quotes; a quote inside quotes is doubled, so it changes nothing. Pieces may be cut anywhere.

const QUOTE = 0x22
const LINE_FEED = 0x0a

export interface RowCounter {
  /** Takes the next bytes; answers how many rows, without the head, have come in all. */
  take(bytes: Uint8Array): number
}

export function createRowCounter(): RowCounter {
  let lines = 0
  let isQuoted = false
  return {
    take(bytes) {
      for (const byte of bytes) {
        if (byte === QUOTE) isQuoted = !isQuoted
        else if (byte === LINE_FEED && !isQuoted) lines += 1
      }
      return Math.max(0, lines - 1)
    },
  }
}
