// Unhandled rejections. Baileys leaves some alone when a frame cannot be read: those are logged, and its connection
// ends by itself. Any other is a state of our own that we do not know: it is logged with its cause, and the program ends in
// order; the next start puts things right. Decision 012.

/** What ran when it was thrown, as far as it is known. */
const traceOf = (thrown: unknown): string =>
  thrown instanceof Error ? `${thrown.stack ?? ''}\n${traceOf(thrown.cause)}` : ''

/** True for what Baileys threw and did not catch. */
export function isOfBaileys(thrown: unknown): boolean {
  return /[\\/]node_modules[\\/]@whiskeysockets[\\/]baileys[\\/]/.test(traceOf(thrown))
}

export interface RejectionHandlers {
  /** One of Baileys': to be logged. */
  onBaileys(thrown: unknown): void
  /** One of ours: to be logged, and the end of the program. */
  onOurs(thrown: unknown): void
}

/** The only listener of its kind: another one would hide what this one lets through. */
export function handleUnhandledRejections({ onBaileys, onOurs }: RejectionHandlers): void {
  process.on('unhandledRejection', (thrown) => (isOfBaileys(thrown) ? onBaileys(thrown) : onOurs(thrown)))
}
