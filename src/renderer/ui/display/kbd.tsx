// A key or a chord, as this system writes it: "Ctrl+K" becomes ⌘K on a Mac.
const isMac = typeof navigator !== 'undefined' && /mac/i.test(navigator.platform)
const signs: Record<string, string> = { Ctrl: '⌘', Shift: '⇧', Alt: '⌥', Enter: '↵' }

/** "Ctrl+Enter" in the words of this system. */
export const keysText = (keys: string): string =>
  isMac
    ? keys
        .split('+')
        .map((key) => signs[key] ?? key)
        .join('')
    : keys

export function Kbd({ keys }: { keys: string }) {
  return (
    <kbd
      dir="ltr"
      className="h-fit self-center whitespace-nowrap rounded-pill border bg-sunken px-1 text-meta text-ink-2"
    >
      {keysText(keys)}
    </kbd>
  )
}
