// A menu or popover gives the focus back to its button when it has gone; what wants the focus itself waits for that.

const floating = '[role="menu"], [data-radix-popper-content-wrapper]'
/** What the focus came from may have gone meanwhile; then nothing tells. */
const AT_MOST_MS = 300

/** Runs once the focus has come back from the menu or popover that is closing. */
export function afterFocusReturns(run: () => void): void {
  const end = () => {
    clearTimeout(timer)
    document.removeEventListener('focusin', hear)
    requestAnimationFrame(run)
  }
  const hear = ({ target }: FocusEvent) => {
    if (target instanceof Element && target.closest(floating) === null) end()
  }
  const timer = setTimeout(end, AT_MOST_MS)
  document.addEventListener('focusin', hear)
}
