// Which message's panel is open: kept in the address, so that Back closes it and a copied link opens it.
import type { Message } from '@contract/messages.ts'
import { useAddress } from '../../ui/address.ts'

export interface OpenMessage {
  /** null = no panel. */
  queueId: number | null
  open(message: Message): void
  close(): void
  show(queueId: number): void
  /** To the neighbours in `rows`; undefined at the ends and where the row is not in the list. */
  onPrevious: (() => void) | undefined
  onNext: (() => void) | undefined
}

export function useOpenMessage(rows: readonly Message[]): OpenMessage {
  const [address, setAddress] = useAddress()
  const queueId = queueIdOf(address.get('message'))
  const at = queueId === null ? -1 : rows.findIndex((row) => row.queueId === queueId)
  const to = (row: Message | undefined) =>
    at < 0 || row === undefined ? undefined : () => setAddress({ message: String(row.queueId) })
  return {
    queueId,
    open: (message) => setAddress({ message: String(message.queueId) }, { push: queueId === null }),
    close: () => setAddress({ message: null }),
    show: (other) => setAddress({ message: String(other) }),
    onPrevious: to(rows[at - 1]),
    onNext: to(rows[at + 1]),
  }
}

function queueIdOf(text: string | null): number | null {
  return text !== null && /^[1-9]\d{0,15}$/.test(text) ? Number(text) : null
}
