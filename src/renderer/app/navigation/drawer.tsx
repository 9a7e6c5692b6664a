// Below 760 px: a bar with the menu button, and the sidebar as a drawer.
import { Menu as MenuIcon, X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import { useText } from '../../i18n/text.tsx'
import { IconButton } from '../../ui/controls/button.tsx'
import { scrim } from '../../ui/overlay/dialog.tsx'
import { useOverlay } from '../../ui/overlay/overlay.ts'
import { ConnectedLink, Logo, PageLinks } from './navigation.tsx'
import { ViewMenu } from './view-menu.tsx'

export function TopBar() {
  const text = useText()
  const show = useOverlay((state) => state.show)
  return (
    <div className="flex h-12 shrink-0 items-center gap-2 border-b bg-sunken px-2 rail:hidden">
      <IconButton name={text('app.menu')} icon={MenuIcon} aria-haspopup="dialog" onClick={() => show('drawer')} />
      <Logo />
    </div>
  )
}

export function Drawer() {
  const text = useText()
  const isOpen = useOverlay((state) => state.open === 'drawer')
  const hide = useOverlay((state) => state.hide)
  return (
    <Radix.Root open={isOpen} onOpenChange={(next) => !next && hide()}>
      <Radix.Portal>
        <Radix.Overlay className={scrim} />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed start-0 top-(--band,0) bottom-0 z-50 flex w-64 max-w-[calc(100vw-48px)] animate-appear flex-col overflow-y-auto border-e bg-sunken outline-none"
        >
          <header className="flex h-12 shrink-0 items-center justify-between ps-4 pe-2">
            <Radix.Title className="sr-only">{text('app.navigation')}</Radix.Title>
            <Logo />
            <IconButton name={text('app.close-menu')} icon={X} onClick={hide} />
          </header>
          <nav aria-label={text('app.navigation')} className="flex-1">
            <PageLinks shape="full" onGo={hide} />
          </nav>
          <div className="flex flex-col items-start gap-1 border-t p-2">
            <ConnectedLink onGo={hide} />
            <ViewMenu />
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
