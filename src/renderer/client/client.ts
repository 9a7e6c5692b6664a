// The client: this page's one connection and the operations of the contract on it.
import type { Client } from '@contract/index.ts'
import { createORPCClient } from '@orpc/client'
import { useStore } from 'zustand'
import { createPortOpener, openSocket } from './channel.ts'
import { type ConnectionState, createConnection, NoAnswer } from './connection.ts'
import { createIdempotentCall } from './idempotent-call.ts'

export const connection = createConnection(window.desktop === undefined ? openSocket : createPortOpener(window))

/** Every operation of the contract: `await client.devices.pause({ sessionId })`. Throws what `refusalOfCall` reads. */
export const client: Client = createORPCClient(connection.link)

/** Asks for what must not be done twice, however often the connection breaks. */
export const idempotentCall = createIdempotentCall({ connection, storage: localStorage })

/** Ends this page's session; what is queued goes on. Only in a browser: the desktop's window has none. */
export async function signOut(): Promise<void> {
  const answer = await fetch('/session', { method: 'DELETE' }).catch((cause) => {
    throw new NoAnswer({ cause })
  })
  if (!answer.ok) throw new NoAnswer()
}

export function useConnection(): ConnectionState {
  return useStore(connection.store)
}
