// What parts the columns of a list: the sign that stands equally often on most lines. Pure.

const candidates = [',', ';', '\t', '|'] as const
/** Stands in no list: everything on a line is one column. */
const NONE = '\u001f'
const LINES_LOOKED_AT = 200

export interface Parted {
  delimiter: string
  /** The text without the line by which a spreadsheet names the sign (`sep=;`). */
  text: string
  /** How many lines were taken off. */
  skipped: number
}

/** @param text with line feeds alone at the end of its lines */
export function findDelimiter(text: string): Parted {
  const named = /^sep=(.)\n/i.exec(text)
  if (named?.[1] !== undefined) return { delimiter: named[1], text: text.slice(named[0].length), skipped: 1 }
  const counts = countsByLine(text)
  let best: { delimiter: string; lines: number; count: number } | null = null
  for (const delimiter of candidates) {
    const found = usual(counts.map((line) => line.get(delimiter) ?? 0))
    if (found.count === 0 || found.lines < counts.length / 2) continue
    const isBetter =
      best === null || found.lines > best.lines || (found.lines === best.lines && found.count > best.count)
    if (isBetter) best = { delimiter, ...found }
  }
  return { delimiter: best?.delimiter ?? NONE, text, skipped: 0 }
}

/** The number that most lines share, and how many do. */
function usual(values: readonly number[]): { count: number; lines: number } {
  const lines = new Map<number, number>()
  for (const value of values) lines.set(value, (lines.get(value) ?? 0) + 1)
  const shared = [...lines].filter(([count]) => count > 0).sort((a, b) => b[1] - a[1])[0]
  return shared === undefined ? { count: 0, lines: 0 } : { count: shared[0], lines: shared[1] }
}

/** How often each sign stands on each line, outside of quotes. */
function countsByLine(text: string): Map<string, number>[] {
  const lines: Map<string, number>[] = []
  let line = new Map<string, number>()
  let isQuoted = false
  let isEmpty = true
  for (const char of text) {
    if (char === '"') isQuoted = !isQuoted
    else if (char === '\n' && !isQuoted) {
      if (!isEmpty) lines.push(line)
      if (lines.length >= LINES_LOOKED_AT) return lines
      line = new Map()
      isEmpty = true
      continue
    } else if (!isQuoted && (candidates as readonly string[]).includes(char)) line.set(char, (line.get(char) ?? 0) + 1)
    if (char.trim() !== '') isEmpty = false
  }
  if (!isEmpty) lines.push(line)
  return lines
}
