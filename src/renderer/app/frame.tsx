// The frame of every page: practice band, app banner, the pages at the side, the page itself.
import { Mail } from 'lucide-react'
import { useCallback } from 'react'
import { Outlet } from 'react-router'
import { useText } from '../i18n/text.tsx'
import { useErasures } from '../people/erase/erasures.ts'
import { useOverlay } from '../ui/overlay/overlay.ts'
import { PracticeBand } from '../ui/page/banner.tsx'
import { Empty } from '../ui/page/empty.tsx'
import { UiRoot } from '../ui/page/root.tsx'
import { AppBanner } from './banner.tsx'
import { Help } from './help.tsx'
import { Drawer, TopBar } from './navigation/drawer.tsx'
import { ConnectedLink, Logo, PageLinks } from './navigation/navigation.tsx'
import { ViewMenu } from './navigation/view-menu.tsx'
import { dialogs } from './pages.ts'
import { Palette } from './palette/palette.tsx'
import { useShortcuts } from './shortcuts.ts'
import { useAppStatus, useTrouble } from './status.ts'

export function Frame() {
  const text = useText()
  const { isPractice } = useAppStatus()
  const isSignedOut = useTrouble() === 'signed-out'
  useShortcuts()
  const windowTitle = useCallback(
    (page: string) => {
      const title = text('app.title', { page })
      return isPractice ? text('app.title-practice', { title }) : title
    },
    [text, isPractice],
  )
  return (
    <UiRoot windowTitle={windowTitle}>
      <div className={isPractice ? 'flex h-dvh flex-col p-[3px]' : 'flex h-dvh flex-col'}>
        <button
          type="button"
          onClick={() => document.querySelector<HTMLElement>('main h1')?.focus()}
          className="fixed start-2 -top-20 z-60 rounded-control border bg-raised px-4 py-2 focus:top-2"
        >
          {text('app.skip')}
        </button>
        {isPractice && (
          // Over the scrim of dialogs: nobody may take practice for the real thing, nor the other way round.
          <>
            <div ref={keepBand} className="relative z-55">
              <PracticeBand>{text('practice.banner')}</PracticeBand>
            </div>
            <div aria-hidden className="pointer-events-none fixed inset-0 z-60 border-[3px] border-practice" />
          </>
        )}
        {isSignedOut ? <SignedOut /> : <Pages />}
      </div>
      <Palette />
      <Help />
      {!isSignedOut && <OpenDialog />}
    </UiRoot>
  )
}

function Pages() {
  const erasures = useErasures((state) => state.count)
  const text = useText()
  return (
    <>
      <AppBanner />
      <TopBar />
      <div className="flex min-h-0 flex-1">
        <div className="hidden w-[88px] shrink-0 flex-col border-e bg-sunken rail:flex wide:w-[216px]">
          <div className="flex h-12 shrink-0 items-center max-wide:justify-center wide:px-5">
            <Logo isFluid />
          </div>
          <nav data-region aria-label={text('app.navigation')} className="min-h-0 flex-1 overflow-y-auto pb-2">
            <PageLinks shape="fluid" />
          </nav>
          <div className="flex flex-col items-stretch gap-1 border-t p-1 max-wide:text-center wide:items-start wide:p-2">
            <ConnectedLink />
            <ViewMenu />
          </div>
        </div>
        <main id="page" data-region className="flex min-h-0 min-w-0 flex-1">
          <Outlet key={erasures} />
        </main>
      </div>
      <Drawer />
    </>
  )
}

/** The one of the nouns' dialogs that is open. */
function OpenDialog() {
  const open = useOverlay((state) => state.open)
  const dialog = dialogs.find(({ id }) => id === open)
  return dialog ? <dialog.Component /> : null
}

function SignedOut() {
  const text = useText()
  return (
    <main id="page" role="alert" className="p-gutter">
      <h1 className="sr-only">{text('app.name')}</h1>
      <Empty icon={Mail} title={text('trouble.signed-out')} text={text('trouble.signed-out-then')} />
    </main>
  )
}

/** Tells what opens over the page (drawer, sheets) how far down it may reach: `--band`. */
function keepBand(band: HTMLElement | null): (() => void) | undefined {
  if (band === null) return
  const root = document.documentElement.style
  const watch = new ResizeObserver(() =>
    root.setProperty('--band', `${Math.ceil(band.getBoundingClientRect().bottom)}px`),
  )
  watch.observe(band)
  return () => {
    watch.disconnect()
    root.removeProperty('--band')
  }
}
