// The history checker: reads a journal and judges whether every promise held. Used after each simulated history, each
// kill and each run of the whole program; `scripts/check-history.mjs` runs it over a data folder.
//
// A killed process may have lost its last lines: a `start` that no `stop` came before. What would need the lost lines is
// not judged for messages that were under way then.

export interface JournalLine {
  at: number
  kind: string
  id?: number
  ids?: number[]
  waId?: string
  chat?: string
  bytes?: string
  code?: string | null
  receipt?: string
  fact?: string
  to?: string
  outcome?: string | null
}

const RANK: Record<string, number> = { pending: 0, cancelled: 0, processing: 1, failed: 2, sent: 3 }
const MOST_TRIES = 3

interface Known {
  waId: string | null
  bytes: string | null
  status: string
  chat: string | null
  tries: number
  hasWord: boolean
  /** Lines about it may be missing. */
  isTorn: boolean
}

/** The broken promises, each in one line; empty = all held. */
export function judge(lines: readonly JournalLine[]): string[] {
  const problems: string[] = []
  const known = new Map<number, Known>()
  const owner = new Map<string, number>()
  const words = new Set<string>()
  let isOpen = false
  let hasLostLines = false

  const of = (id: number, isAccepted = false): Known => {
    const found = known.get(id)
    if (found) return found
    const made: Known = {
      waId: null,
      bytes: null,
      status: 'pending',
      chat: null,
      tries: 0,
      hasWord: false,
      // Its own beginning may be among the lost lines.
      isTorn: hasLostLines && !isAccepted,
    }
    known.set(id, made)
    return made
  }

  function state(line: JournalLine, id: number): void {
    const message = of(id)
    const { to = '', fact = '' } = line
    // The word that the socket took nothing may be among the lost lines too.
    const isBack = fact === 'not-sent' || (message.isTorn && message.status === 'processing' && to === 'cancelled')
    if (!isBack && (RANK[to] ?? 0) < (RANK[message.status] ?? 0))
      problems.push(`P6: ${id} went back from ${message.status} to ${to}`)
    if (to === 'sent' && message.status !== 'sent') {
      const isWord = message.waId !== null && words.has(message.waId)
      if (fact !== 'marked-sent' && !isWord && !message.isTorn)
        problems.push(`P5: ${id} is sent without the server's word`)
    }
    if (fact === 'claimed') claimed(line, id, message)
    if (fact === 'tried-again') message.tries += 1
    if (fact === 'not-sent') message.tries -= 1
    if (fact === 'resend-asked') message.tries = 0
    if (message.tries > MOST_TRIES) problems.push(`${id} was tried ${message.tries} times`)
    message.status = to
  }

  function claimed(line: JournalLine, id: number, message: Known): void {
    const waId = line.waId ?? ''
    if (message.waId !== null && message.waId !== waId) problems.push(`P3: ${id} has two ids`)
    const other = owner.get(waId)
    if (other !== undefined && other !== id) problems.push(`P3: ${waId} belongs to ${other} and ${id}`)
    owner.set(waId, id)
    message.waId = waId
    message.chat = line.chat ?? null
    message.tries += 1
  }

  function out(line: JournalLine, id: number): void {
    const message = of(id)
    if (message.waId === null && !message.isTorn) problems.push(`P4: ${id} left before its claim was on disk`)
    if (message.waId !== null && message.waId !== line.waId) problems.push(`P3: ${id} left under another id`)
    if (message.bytes !== null && message.bytes !== line.bytes) problems.push(`P3: ${id} left with other bytes`)
    if (message.status === 'cancelled') problems.push(`P10: ${id} left although it was cancelled`)
    message.waId = line.waId ?? null
    message.bytes = line.bytes ?? null
  }

  for (const line of lines) {
    switch (line.kind) {
      case 'start':
        if (isOpen) {
          hasLostLines = true
          for (const message of known.values()) message.isTorn ||= message.status !== 'sent'
        }
        isOpen = true
        break
      case 'stop':
        isOpen = false
        break
      case 'accepted':
        for (const id of line.ids ?? []) of(id, true)
        break
      case 'state':
        if (line.id !== undefined) state(line, line.id)
        break
      case 'out':
        if (line.id !== undefined) out(line, line.id)
        break
      case 'ack':
        if (line.code === null && line.waId) words.add(line.waId)
        break
      case 'receipt':
      case 'echo':
        if (line.waId) words.add(line.waId)
        break
    }
  }
  return problems
}
