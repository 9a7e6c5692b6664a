// Ctrl+K: go to or do anything. A combobox in a dialog: the focus stays in the field, the arrows choose, Enter does it.
import { Dialog as Radix } from 'radix-ui'
import { type KeyboardEvent, useId, useState } from 'react'
import type { Command } from '../../client/page-entry.ts'
import { useText } from '../../i18n/text.tsx'
import { cx } from '../../ui/cx.ts'
import { Kbd } from '../../ui/display/kbd.tsx'
import { dialogFrame, scrim } from '../../ui/overlay/dialog.tsx'
import { useOverlay } from '../../ui/overlay/overlay.ts'
import { useCommands } from './commands.ts'

export function Palette() {
  const text = useText()
  const isOpen = useOverlay((state) => state.open === 'palette')
  const hide = useOverlay((state) => state.hide)
  return (
    <Radix.Root open={isOpen} onOpenChange={(next) => !next && hide()}>
      <Radix.Portal>
        <Radix.Overlay className={scrim} />
        <Radix.Content
          aria-describedby={undefined}
          className={cx(dialogFrame, 'mt-[12vh] mb-auto')}
          style={{ maxInlineSize: '36rem' }}
        >
          <Radix.Title className="sr-only">{text('palette.title')}</Radix.Title>
          <Chooser onDone={hide} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

function Chooser({ onDone }: { onDone: () => void }) {
  const text = useText()
  const id = useId()
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const commands = useCommands(typed)
  const chosen = Math.min(at, commands.length - 1)

  const run = (command: Command | undefined) => {
    if (command === undefined) return
    onDone()
    command.run()
  }
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined && commands.length > 0) setAt((chosen + step + commands.length) % commands.length)
    else if (event.key === 'Enter') run(commands[chosen])
    else return
    event.preventDefault()
  }
  return (
    <>
      <input
        role="combobox"
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={commands.length > 0 ? `${id}-${chosen}` : undefined}
        aria-label={text('palette.title')}
        placeholder={text('palette.hint')}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value)
          setAt(0)
        }}
        onKeyDown={press}
        data-quiet-focus
        className="w-full border-b bg-raised px-4 py-3 text-section"
      />
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label={text('palette.title')}
        className="max-h-[50vh] overflow-y-auto p-2"
      >
        {commands.map((command, index) => (
          <div key={command.id} role="presentation">
            {command.group !== commands[index - 1]?.group && (
              <div role="presentation" className="px-2 pt-2 pb-1 text-ink-3 text-meta">
                {text(command.group)}
              </div>
            )}
            <Row id={`${id}-${index}`} command={command} isChosen={index === chosen} onRun={() => run(command)} />
          </div>
        ))}
      </div>
      <p role="status" className={commands.length > 0 ? 'sr-only' : 'px-4 pb-4 text-ink-2'}>
        {commands.length > 0 ? text('palette.found', { count: commands.length }) : text('palette.nothing')}
      </p>
    </>
  )
}

function Row({ id, command, isChosen, onRun }: { id: string; command: Command; isChosen: boolean; onRun: () => void }) {
  const { icon: Icon, label, keys } = command
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field above holds the focus and takes the keys.
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isChosen}
      ref={(element) => (isChosen ? element?.scrollIntoView({ block: 'nearest' }) : undefined)}
      onClick={onRun}
      className={cx(
        'flex min-h-control items-center gap-3 rounded-control border px-2 py-1',
        isChosen ? 'border-accent bg-accent-soft' : 'border-transparent hover:bg-sunken',
      )}
    >
      <Icon aria-hidden className="size-4 shrink-0 text-ink-2" />
      <span dir="auto" className="min-w-0 flex-1 truncate">
        {label}
      </span>
      {keys && <Kbd keys={keys} />}
    </div>
  )
}
