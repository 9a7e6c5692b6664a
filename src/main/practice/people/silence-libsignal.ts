// Keeps libsignal off the console: it prints whole session records, private keys included.
// Imported before anything that loads libsignal; everything else may go on printing.

const openings = [
  'Closing session',
  'Opening session',
  'Removing old closed session',
  'Session already',
  'Session error',
  'Migrating session',
  'Failed to decrypt message',
  'Decrypted message with closed session',
  'Closing open session',
  'Closing stale open session',
  'Unhandled bucket type',
  'V1 session storage migration',
  'WARNING: Expected pubkey',
  'Duplicate PreKeyWhisperMessage',
]

function isOfLibsignal(words: unknown[]): boolean {
  const [first] = words
  if (typeof first === 'string' && openings.some((opening) => first.startsWith(opening))) return true
  return words.some((word) => typeof word === 'object' && word !== null && '_chains' in word)
}

const target = globalThis.console
for (const name of ['log', 'info', 'warn', 'error', 'debug'] as const) {
  const print = target[name].bind(target)
  target[name] = (...words: unknown[]) => {
    if (!isOfLibsignal(words)) print(...words)
  }
}
