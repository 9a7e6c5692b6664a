// Queries: what pages have read, kept by noun and verb, so that news and reconnects find it again.
import type { Inputs, Outputs } from '@contract/index.ts'
import type { Message } from '@contract/messages.ts'
import {
  keepPreviousData,
  onlineManager,
  QueryClient,
  queryOptions,
  type UseQueryResult,
  useInfiniteQuery,
  useQuery,
} from '@tanstack/react-query'
import { useMemo } from 'react'
import { client } from './client.ts'
import { NoAnswer } from './connection.ts'

const ROWS_PER_READ = 200

export type Noun = Exclude<keyof Outputs & keyof Inputs, 'events'>
export type Verb<N extends Noun> = keyof Outputs[N] & keyof Inputs[N] & string

// Queries wait while the engine is away; until the first connection stands, that is what it is.
onlineManager.setEventListener(() => () => {})
onlineManager.setOnline(false)

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 1_000,
      gcTime: 600_000,
      refetchOnWindowFocus: false,
      retry: (count, error) => error instanceof NoAnswer && count < 3,
      retryDelay: 200,
    },
    // A press that could not be carried out says so at once; it is never kept back and done later.
    mutations: { networkMode: 'always', retry: false },
  },
})

type Call = (input: unknown, options: { signal: AbortSignal }) => Promise<unknown>

/** The query of one reading operation, under the key `[noun, verb, input]`: `useQuery(read('devices', 'list', {}))`. */
export function read<N extends Noun, V extends Verb<N>>(noun: N, verb: V, input: Inputs[N][V]) {
  return queryOptions({
    queryKey: [noun, verb, input] as const,
    queryFn: ({ signal }): Promise<Outputs[N][V]> => {
      const verbs = client[noun] as unknown as Record<string, Call>
      return verbs[verb]?.(input, { signal }) as Promise<Outputs[N][V]>
    },
  })
}

export interface ReadOptions {
  /** false: not read until it is true. */
  enabled?: boolean
  /** Shows what the last input gave until the new answer comes; for filters. */
  keepsPrevious?: boolean
  refetchInterval?: number | false
}

/** Reads an operation and follows it: `useOperation('stats', 'get', { from, to })`. */
export function useOperation<N extends Noun, V extends Verb<N>>(
  noun: N,
  verb: V,
  input: Inputs[N][V],
  { enabled = true, keepsPrevious = false, refetchInterval = false }: ReadOptions = {},
): UseQueryResult<Outputs[N][V]> {
  const options = { enabled, refetchInterval, ...(keepsPrevious ? { placeholderData: keepPreviousData } : {}) }
  return useQuery({ ...read(noun, verb, input), ...options } as ReturnType<typeof read<N, V>>)
}

/** Whether this profile's WhatsApp is the practice network. */
export const useIsPractice = (): boolean => useOperation('app', 'info', {}).data?.isPractice === true

type ListInput = { queue: Inputs['queue']['list']; history: Inputs['history']['list'] }
type Listing = Outputs['queue']['list']

/** A long list read piece by piece: its rows so far, how many match in all, and `fetchNextPage` of TanStack Query. */
export function usePages<N extends 'queue' | 'history'>(noun: N, input: Omit<ListInput[N], 'limit' | 'cursor'>) {
  const pages = useInfiniteQuery({
    queryKey: [noun, 'list', input, 'pages'] as const,
    queryFn: ({ pageParam, signal }): Promise<Listing> => {
      const page = { ...input, limit: ROWS_PER_READ, ...(pageParam === '' ? {} : { cursor: pageParam }) }
      return noun === 'queue' ? client.queue.list(page, { signal }) : client.history.list(page, { signal })
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
  })
  const rows = useMemo<Message[]>(() => pages.data?.pages.flatMap((page) => page.messages) ?? [], [pages.data])
  return { ...pages, rows, total: pages.data?.pages[0]?.total }
}

/** Everything read of these nouns is read again: `reread('queue', 'history')`; without a noun, everything. */
export function reread(...nouns: Noun[]): void {
  if (nouns.length === 0) void queryClient.invalidateQueries()
  for (const noun of nouns) void queryClient.invalidateQueries({ queryKey: [noun] })
}
