// Memory of what is alive: heap and external after a collection.

const MIB = 1024 * 1024

/** Bytes alive now. Needs --expose-gc. */
export async function alive(): Promise<number> {
  for (let turn = 0; turn < 3; turn += 1) {
    globalThis.gc?.()
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** MiB that each of `count` things made by `make` keeps alive; ends them afterwards. */
export async function perThing(count: number, make: () => Promise<() => Promise<void>>): Promise<number> {
  const before = await alive()
  const end = await make()
  const after = await alive()
  await end()
  return (after - before) / count / MIB
}
