// Keeps libsignal off the console: it prints whole session records there, private keys included.
// Imported before anything that loads libsignal or Baileys. What others print goes on being printed.

/** How libsignal begins what it prints; the call's own stack tells the rest. */
const OPENINGS = [
  'Closing ',
  'Opening session',
  'Removing old closed session',
  'Session already',
  'Session error',
  'Migrating session',
  'Failed to decrypt message',
  'Decrypted message with closed session',
  'Unhandled bucket type',
  'V1 session storage migration',
  'WARNING: Expected pubkey',
]

/** Whether libsignal prints: by its words, by what it hands over, or by who called. */
function isOfLibsignal(words: readonly unknown[]): boolean {
  const [first] = words
  if (typeof first === 'string' && OPENINGS.some((opening) => first.startsWith(opening))) return true
  if (words.some((word) => typeof word === 'object' && word !== null && ('_chains' in word || '_sessions' in word))) {
    return true
  }
  // The package, not this file.
  return /[\\/]node_modules[\\/]libsignal[\\/]/.test(new Error().stack ?? '')
}

export const silenced = ['log', 'info', 'warn', 'error', 'debug', 'trace', 'dir'] as const

for (const name of silenced) {
  const target = console as unknown as Record<string, (...words: unknown[]) => void>
  const print = target[name]?.bind(console)
  target[name] = (...words: unknown[]) => {
    if (!isOfLibsignal(words)) print?.(...words)
  }
}
