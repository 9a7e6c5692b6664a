// Waiting for what is on its way: asked again and again until it is there, and never longer than said.

/** Waits until `check` gives something, asking every 20 ms; fails with `what` after `mostMs`. */
export async function until<Value>(
  what: string,
  check: () => Value | undefined | false | Promise<Value | undefined | false>,
  mostMs = 30_000,
): Promise<Value> {
  const deadline = Date.now() + mostMs
  for (;;) {
    const value = await check()
    if (value !== undefined && value !== false) return value
    if (Date.now() > deadline) throw new Error(`Waited ${mostMs} ms for: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
