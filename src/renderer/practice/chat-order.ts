// The order of the numbers on the Practice page: a number that is shown keeps its place, whatever comes from it. A new one
// comes on top while nobody points at the list, and at its foot while somebody does, so that nothing moves under the pointer.
import type { Chat } from '@contract/practice.ts'
import { useState } from 'react'

/**
 * The next order of numbers; the same one when nothing came or went.
 * @param newest the numbers there are, the newest first
 */
export function nextOrder(
  order: readonly string[],
  newest: readonly string[],
  isPointedAt: boolean,
): readonly string[] {
  const there = new Set(newest)
  const known = new Set(order)
  const kept = order.filter((number) => there.has(number))
  const fresh = newest.filter((number) => !known.has(number))
  if (fresh.length === 0 && kept.length === order.length) return order
  return isPointedAt ? [...kept, ...fresh] : [...fresh, ...kept]
}

/** @param isPointedAt whether pointer or focus is in the list, or it was scrolled */
export function useChatOrder(chats: readonly Chat[], isPointedAt: boolean): readonly Chat[] {
  const [order, setOrder] = useState<readonly string[]>([])
  const next = nextOrder(
    order,
    chats.map(({ number }) => number),
    isPointedAt,
  )
  if (next !== order) setOrder(next)
  const byNumber = new Map(chats.map((chat) => [chat.number, chat]))
  return next.flatMap((number) => byNumber.get(number) ?? [])
}
