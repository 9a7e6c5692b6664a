// The real database with a hand on it: it can die between two commits, refuse to write for a while, or fail its Nth call.
import { DakiyaError } from '@contract/errors.ts'
import { type Database, openDatabase, type Statement } from '@main/engine/database/open.ts'

export interface Disk {
  database: Database
  isAlive: () => boolean
  /** From now on nothing of this process is written and none of its promises resolve. */
  die(): void
  /** Closes the file after a death, so that the next process may open it. */
  close(): void
  setFull(isFull: boolean): void
  /** Commits asked for and not yet answered. */
  pending: () => number
}

export interface DiskHooks {
  /** Called around each commit; may call `die`. */
  onCommit?: (when: 'before' | 'after') => void
  /** Called before each call of a statement and each commit; may throw. */
  onCall?: () => void
}

/** Opens the database at `path`; the file must be closed by the one before. */
export function openDisk(path: string, hooks: DiskHooks = {}): Disk {
  const real = openDatabase(path)
  const listeners: Parameters<Database['onTrouble']>[0][] = []
  let alive = true
  let isFull = false
  let pending = 0
  const never = new Promise<never>(() => undefined)

  function refuse(): void {
    if (!isFull) return
    const cause = new DakiyaError('STORAGE_FULL')
    for (const listener of listeners) listener('storage-full', cause)
    throw cause
  }

  async function commit<T>(work: () => T): Promise<T> {
    if (!alive) return never
    hooks.onCommit?.('before')
    if (!alive) return never
    pending += 1
    try {
      hooks.onCall?.()
      refuse()
      const value = await real.commit(work)
      hooks.onCommit?.('after')
      return alive ? value : await never
    } catch (cause) {
      if (!alive) return await never
      throw cause
    } finally {
      pending -= 1
    }
  }

  function watched<Row>(statement: Statement<Row>): Statement<Row> {
    const { onCall } = hooks
    if (!onCall) return statement
    return new Proxy(statement, {
      get(target, name) {
        const value = Reflect.get(target, name) as unknown
        if (typeof value !== 'function') return value
        return (...args: unknown[]) => {
          if (alive && (name === 'run' || name === 'get' || name === 'all')) onCall()
          return (value as (...args: unknown[]) => unknown).apply(target, args)
        }
      },
    })
  }

  const database: Database = {
    ...real,
    prepare: <Row>(sql: string) => watched(real.prepare<Row>(sql)),
    now(work) {
      refuse()
      return real.now(work)
    },
    commit,
    hasRoom: () => !isFull,
    onTrouble: (listener) => void listeners.push(listener),
  }
  return {
    database,
    isAlive: () => alive,
    die() {
      alive = false
    },
    close: () => real.close(),
    setFull(full) {
      isFull = full
    },
    pending: () => (alive ? pending : 0),
  }
}
