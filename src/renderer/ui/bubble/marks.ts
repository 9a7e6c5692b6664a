// WhatsApp's own marks: *bold* _italic_ ~strike~ ```mono```. A mark counts only at the edge of words and with text right
// inside it, as on the phone; anything else stays as typed.

export type WaPart = string | { mark: 'bold' | 'italic' | 'strike' | 'mono'; parts: WaPart[] }

const marks = { '*': 'bold', _: 'italic', '~': 'strike' } as const
const isWord = (char: string | undefined) => char !== undefined && /[\p{L}\p{N}]/u.test(char)

/** The parts of one text; marks may stand in each other. */
export function waParts(text: string): WaPart[] {
  const parts: WaPart[] = []
  let plain = ''
  const flush = () => {
    if (plain) parts.push(plain)
    plain = ''
  }
  let at = 0
  while (at < text.length) {
    const found = monoAt(text, at) ?? markAt(text, at)
    if (found) {
      flush()
      parts.push(found.part)
      at = found.end
    } else plain += text[at++]
  }
  flush()
  return parts
}

function monoAt(text: string, at: number): { part: WaPart; end: number } | null {
  if (!text.startsWith('```', at)) return null
  const end = text.indexOf('```', at + 3)
  const inside = end > 0 ? text.slice(at + 3, end) : ''
  return inside.trim() ? { part: { mark: 'mono', parts: [inside] }, end: end + 3 } : null
}

function markAt(text: string, at: number): { part: WaPart; end: number } | null {
  const sign = text[at] as keyof typeof marks
  const mark = marks[sign]
  if (!mark || isWord(text[at - 1]) || /\s/.test(text[at + 1] ?? ' ')) return null
  for (let end = text.indexOf(sign, at + 1); end > 0; end = text.indexOf(sign, end + 1)) {
    const inside = text.slice(at + 1, end)
    if (inside.includes('\n')) return null
    if (inside && !/\s$/.test(inside) && inside !== sign && !isWord(text[end + 1]))
      return { part: { mark, parts: waParts(inside) }, end: end + 1 }
  }
  return null
}
