// F1: the keys, and what each does.

import { type TextId, useText } from '../i18n/text.tsx'
import { Button } from '../ui/controls/button.tsx'
import { Kbd } from '../ui/display/kbd.tsx'
import { Dialog } from '../ui/overlay/dialog.tsx'
import { useOverlay } from '../ui/overlay/overlay.ts'

const everywhere: readonly [keys: string, does: TextId][] = [
  ['Ctrl+K', 'help.palette'],
  ['Ctrl+F', 'help.search'],
  ['Ctrl+Enter', 'help.primary'],
  ['Ctrl+Z', 'help.undo'],
  ['Ctrl+E', 'help.export'],
  ['F6', 'help.regions'],
  ['Esc', 'help.escape'],
  ['F1', 'help.help'],
]
const desktopOnly: readonly [keys: string, does: TextId][] = [
  ['Ctrl+1 … 7', 'help.pages'],
  ['Ctrl+N', 'help.new'],
]

export function Help() {
  const text = useText()
  const isOpen = useOverlay((state) => state.open === 'help')
  const hide = useOverlay((state) => state.hide)
  return (
    <Dialog
      open={isOpen}
      onClose={hide}
      title={text('help.title')}
      actions={<Button onClick={hide}>{text('help.close')}</Button>}
    >
      <dl className="grid grid-cols-[max-content_1fr] items-center gap-x-6 gap-y-2">
        {[...everywhere, ...(window.desktop ? desktopOnly : [])].map(([keys, does]) => (
          <div key={does} className="contents">
            <dt>
              <Kbd keys={keys} />
            </dt>
            <dd>{text(does)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
