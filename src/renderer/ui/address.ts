// The address: where a page keeps its filters, range, tab and open panel, so that back, forward, reload and a copied link work.
import { useCallback } from 'react'
import { useSearchParams } from 'react-router'

/** Writes several parts of the address at once; an empty or missing value leaves it. */
export type SetAddress = (changes: Record<string, string | null | undefined>, how?: { push?: boolean }) => void

/**
 * All parts of the page's address: `const [address, setAddress] = useAddress()`.
 * Changes replace the present entry; `{ push: true }` makes a new one, for what Back should undo (a panel, a tab).
 */
export function useAddress(): [URLSearchParams, SetAddress] {
  const [address, setSearch] = useSearchParams()
  const set = useCallback<SetAddress>(
    (changes, how) =>
      setSearch(
        (old) => {
          const next = new URLSearchParams(old)
          for (const [name, value] of Object.entries(changes)) {
            if (value === null || value === undefined || value === '') next.delete(name)
            else next.set(name, value)
          }
          return next
        },
        { replace: how?.push !== true },
      ),
    [setSearch],
  )
  return [address, set]
}

/** One part of the address: `const [tab, setTab] = useAddressPart('tab', 'qr')`; the usual value is not written. */
export function useAddressPart(name: string, usual = '', how?: { push?: boolean }): [string, (value: string) => void] {
  const [address, setAddress] = useAddress()
  const push = how?.push === true
  const set = useCallback(
    (value: string) => setAddress({ [name]: value === usual ? null : value }, { push }),
    [name, usual, push, setAddress],
  )
  return [address.get(name) ?? usual, set]
}
