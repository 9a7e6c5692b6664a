// The server's word on messages under way. Registered before a frame leaves and matched by the message's id alone, since the
// sender of an ack may be named by number or by LID.

export interface Word {
  /** null = accepted, else WhatsApp's error code. */
  code: string | null
  at: number
}

export function createAcks() {
  const waiting = new Map<string, Set<(word: Word) => void>>()
  return {
    /** Hears the next word on `waId` until the returned function is called. */
    await(waId: string, hear: (word: Word) => void): () => void {
      const hearers = waiting.get(waId) ?? new Set()
      waiting.set(waId, hearers.add(hear))
      return () => {
        hearers.delete(hear)
        if (hearers.size === 0 && waiting.get(waId) === hearers) waiting.delete(waId)
      }
    },
    tell(waId: string, word: Word): void {
      for (const hear of [...(waiting.get(waId) ?? [])]) hear(word)
    },
  }
}

export type Acks = ReturnType<typeof createAcks>
