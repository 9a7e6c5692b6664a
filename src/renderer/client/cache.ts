// Cache: puts the news into what has been read, so that every page shows a thing as it is now. What an event makes stale stands
// beside it in the contract; nothing here knows a noun. Rows that a long list does not hold yet are the list page's decision
// ("14 new · Show").

import type { EventSpec } from '@contract/event.ts'
import { type Event, type EventType, eventSpecs } from '@contract/index.ts'
import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import { onEvent } from './events.ts'

type Value = Record<string, unknown>
type Answer = Record<string, unknown>

/** Begins to keep `queries` up to date from the events; answers how to stop. */
export function keepCacheFresh(queries: QueryClient): () => void {
  const timers = new Set<ReturnType<typeof setTimeout>>()

  function later(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer)
      work()
    }, ms)
    timers.add(timer)
  }

  function follow(type: EventType, spec: EventSpec): () => void {
    const { rows = {}, whole = [], answers = {}, again = [], againAfterMs = 0, gatherMs = 0 } = spec.freshens
    const gathered = new Map<unknown, Value>()
    let isDue = false
    const due = new Set<string>()

    function readAgain(name: string, input: Value | null): void {
      const queryKey = input === null ? name.split('.') : [...name.split('.'), input]
      const mark = JSON.stringify(queryKey)
      if (due.has(mark)) return
      due.add(mark)
      later(againAfterMs, () => {
        due.delete(mark)
        void queries.invalidateQueries({ queryKey })
      })
    }

    function spread(): void {
      const fresh = new Map(gathered)
      gathered.clear()
      isDue = false
      for (const value of fresh.values()) {
        const input = spec.key === undefined ? null : { [spec.key]: value[spec.key] }
        for (const [name, field] of Object.entries(answers)) {
          const queryKey = [...name.split('.'), input ?? {}]
          if (spec.isRemoval) queries.removeQueries({ queryKey })
          else queries.setQueryData<Answer>(queryKey, (old) => old && answered(old, field, value))
        }
        for (const name of again) readAgain(name, name.includes('.') ? input : null)
      }
      if (spec.key === undefined) return
      for (const [name, field] of Object.entries(rows)) {
        const list = { field, key: spec.key, fresh, isWhole: whole.includes(name), isRemoval: spec.isRemoval === true }
        queries.setQueriesData<Answer | InfiniteData<Answer>>({ queryKey: name.split('.') }, (old) => {
          if (old === undefined) return old
          if (!isPaged(old)) return patched(old, list)
          return { ...old, pages: old.pages.map((page) => patched(page, list)) }
        })
      }
    }

    return onEvent(type, (value: Event['value']) => {
      const thing = value as Value
      gathered.set(spec.key === undefined ? '' : thing[spec.key], thing)
      if (gatherMs === 0) spread()
      else if (!isDue) {
        isDue = true
        later(gatherMs, spread)
      }
    })
  }

  const stops = Object.entries(eventSpecs).map(([type, spec]) => follow(type as EventType, spec))
  return () => {
    for (const timer of timers) clearTimeout(timer)
    for (const stop of stops) stop()
  }
}

const isPaged = (answer: Answer | InfiniteData<Answer>): answer is InfiniteData<Answer> => 'pages' in answer

/** The value where the answer has it; what only the answer knows of it (a message's story) stays. */
function answered(old: Answer, field: string, value: Value): Answer {
  if (field === '') return { ...old, ...value }
  return { ...old, [field]: { ...(old[field] as Value), ...value } }
}

interface List {
  field: string
  key: string
  fresh: ReadonlyMap<unknown, Value>
  isWhole: boolean
  isRemoval: boolean
}

function patched(page: Answer, { field, key, fresh, isWhole, isRemoval }: List): Answer {
  const old = page[field] as Value[]
  const known = new Set(old.map((row) => row[key]))
  const isHit = [...fresh.keys()].some((id) => known.has(id))
  if (isRemoval) return isHit ? { ...page, [field]: old.filter((row) => !fresh.has(row[key])) } : page
  const added = isWhole ? [...fresh].filter(([id]) => !known.has(id)).map(([, value]) => value) : []
  if (!isHit && added.length === 0) return page
  return { ...page, [field]: [...old.map((row) => fresh.get(row[key]) ?? row), ...added] }
}
