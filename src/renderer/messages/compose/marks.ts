// WhatsApp's marks put round what is selected, or taken off again. Pure: a text and its selection in, the same out.

export type Mark = '*' | '_' | '~'

export interface Marked {
  /** Replaces the text from `from` to `to`. */
  from: number
  to: number
  text: string
  /** What is selected afterwards, counted in the whole text. */
  start: number
  end: number
}

/** One line: a mark counts only right beside its words, so spaces at the edges stay outside. */
function wrapLine(line: string, mark: Mark): string {
  const inside = line.trim()
  if (inside === '') return line
  const at = line.indexOf(inside)
  return line.slice(0, at) + mark + inside + mark + line.slice(at + inside.length)
}

/** Marks the selection, line by line; without one, puts an empty pair round the cursor. A second press takes it off. */
export function withMark(text: string, start: number, end: number, mark: Mark): Marked {
  const chosen = text.slice(start, end)
  if (chosen === '') return { from: start, to: end, text: mark + mark, start: start + 1, end: start + 1 }
  if (text[start - 1] === mark && text[end] === mark)
    return { from: start - 1, to: end + 1, text: chosen, start: start - 1, end: end - 1 }
  if (chosen.length > 2 && chosen.startsWith(mark) && chosen.endsWith(mark) && !chosen.includes('\n')) {
    const bare = chosen.slice(1, -1)
    return { from: start, to: end, text: bare, start, end: start + bare.length }
  }
  const marked = chosen
    .split('\n')
    .map((line) => wrapLine(line, mark))
    .join('\n')
  return { from: start, to: end, text: marked, start, end: start + marked.length }
}
