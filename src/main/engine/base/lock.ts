// Turns: work of one name runs one after the other, work of different names side by side.

export type Lock = <T>(name: string, work: () => Promise<T>) => Promise<T>

export function createLock(): Lock {
  const tails = new Map<string, Promise<unknown>>()
  return async function lock(name, work) {
    const before = tails.get(name)
    const mine = before === undefined ? work() : before.then(work, work)
    const tail = mine.catch(() => undefined)
    tails.set(name, tail)
    try {
      return await mine
    } finally {
      if (tails.get(name) === tail) tails.delete(name)
    }
  }
}
