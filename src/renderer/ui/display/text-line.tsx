// Somebody's words on one line (a message, a name): in their own direction, from their own beginning, cut at their own
// end; but standing where the page's direction begins.
export function TextLine({ text }: { text: string }) {
  return (
    <span dir="auto" className="block truncate align-as-page">
      {text}
    </span>
  )
}
