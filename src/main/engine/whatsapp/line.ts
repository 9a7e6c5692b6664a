// An open connection with all that a send needs of it. It ends once; whoever waits on it is told.
import type { Answers } from './answers.ts'
import type { DeviceLists } from './device-lists.ts'
import type { Groups } from './groups.ts'
import type { WASocket } from './socket.ts'
import type { Upload } from './upload.ts'

export interface Line {
  socket: WASocket
  lists: DeviceLists
  groups: Groups
  answers: Answers
  upload: Upload
  /** Calls `work` when the connection ends (at once if it has); the returned function calls it off. */
  onEnd(work: () => void): () => void
  end(): void
}

export function createLine(parts: Omit<Line, 'onEnd' | 'end'>): Line {
  const waiting = new Set<() => void>()
  let hasEnded = false
  return {
    ...parts,
    onEnd(work) {
      if (hasEnded) work()
      else waiting.add(work)
      return () => waiting.delete(work)
    },
    end() {
      hasEnded = true
      const all = [...waiting]
      waiting.clear()
      for (const work of all) work()
    },
  }
}

/** Resolves with `work`, or rejects when the connection ends or `ms` pass first: a query on a dead socket can hang. */
export function withinLine<T>(line: Line, ms: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => done(() => reject(new Error('no answer in time'))), ms)
    const callOff = line.onEnd(() => done(() => reject(new Error('the connection ended'))))
    function done(settle: () => void): void {
      clearTimeout(timer)
      callOff()
      settle()
    }
    work.then(
      (value) => done(() => resolve(value)),
      (cause: unknown) => done(() => reject(cause)),
    )
  })
}
