// The client: this page's one connection and the operations of the contract on it.
import type { Client } from '@contract/index.ts'
import { createORPCClient } from '@orpc/client'
import { useStore } from 'zustand'
import { createPortOpener, openSocket } from './carrier.ts'
import { type ConnectionState, createConnection } from './connection.ts'
import { createOnce } from './once.ts'

export const connection = createConnection(window.desktop === undefined ? openSocket : createPortOpener(window))

/** Every operation of the contract: `await client.devices.pause({ sessionId })`. Throws what `refusalOfCall` reads. */
export const client: Client = createORPCClient(connection.link)

/** Asks for what must not be done twice, however often the connection breaks. */
export const once = createOnce({ connection, storage: localStorage })

export function useConnection(): ConnectionState {
  return useStore(connection.store)
}
