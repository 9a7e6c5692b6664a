// The way about: the pages in their groups with the two badges. One list, drawn as sidebar, as rail or in the drawer.
import { Mail } from 'lucide-react'
import { Fragment } from 'react'
import { NavLink } from 'react-router'
import type { PageBadge, PageEntry } from '../../client/page-entry.ts'
import { useFormats } from '../../i18n/format.ts'
import { useText } from '../../i18n/text.tsx'
import { cx } from '../../ui/cx.ts'
import { pagesOf } from '../pages.ts'
import { useAppStatus } from '../status.ts'

/** `fluid`: rail from 760 px and sidebar from 1100; `full`: always the sidebar, for the drawer. */
type Shape = 'fluid' | 'full'

export function PageLinks({ shape, onGo }: { shape: Shape; onGo?: () => void }) {
  const text = useText()
  const isFluid = shape === 'fluid'
  const pages = pagesOf(useAppStatus().isPractice)
  return (
    <ul className={cx('flex flex-col gap-0.5', isFluid ? 'px-1 wide:px-2' : 'px-2')}>
      {pages.map((page, index) => (
        <Fragment key={page.path}>
          {page.group !== null && page.group !== pages[index - 1]?.group && (
            <li
              aria-hidden
              className={cx(
                'px-3 pt-3 pb-1 text-ink-3 text-meta',
                isFluid &&
                  'max-wide:mx-3 max-wide:my-1 max-wide:short:my-0.5 max-wide:h-px max-wide:overflow-hidden max-wide:bg-line max-wide:p-0 max-wide:text-transparent',
              )}
            >
              {text(page.group)}
            </li>
          )}
          <li>
            <PageLink page={page} isFluid={isFluid} {...(onGo && { onGo })} />
          </li>
        </Fragment>
      ))}
    </ul>
  )
}

function PageLink({ page, isFluid, onGo }: { page: PageEntry; isFluid: boolean; onGo?: () => void }) {
  const text = useText()
  const Icon = page.icon
  return (
    <NavLink
      to={page.path}
      end={page.path === '/'}
      onClick={() => onGo?.()}
      className={({ isActive }) =>
        cx(
          'ring-inside relative flex min-h-10 items-center gap-3 rounded-control border px-3 transition-colors',
          isFluid &&
            'max-wide:min-h-14 max-wide:short:min-h-12 max-wide:flex-col max-wide:justify-center max-wide:gap-1 max-wide:px-1 max-wide:py-1 max-wide:text-center',
          isActive
            ? page.isPractice
              ? 'border-practice bg-practice-soft text-ink'
              : 'border-accent bg-accent-soft text-ink'
            : 'border-transparent text-ink-2 hover:bg-surface hover:text-ink',
        )
      }
    >
      {({ isActive }) => (
        <>
          <Icon
            aria-hidden
            className={cx('size-5 shrink-0', page.isPractice ? 'text-practice' : isActive && 'text-accent')}
          />
          <span
            className={cx(
              'min-w-0 flex-1',
              isFluid && 'max-wide:flex-none max-wide:text-meta',
              isActive && (isFluid ? 'wide:font-semibold' : 'font-semibold'),
            )}
          >
            {text(page.title)}
          </span>
          {page.badge && <Badge badge={page.badge} isFluid={isFluid} />}
        </>
      )}
    </NavLink>
  )
}

function Badge({ badge, isFluid }: { badge: PageBadge; isFluid: boolean }) {
  const text = useText()
  const { short } = useFormats()
  const count = badge.useCount()
  if (count === 0) return null
  return (
    <span
      className={cx(
        'soft-edge min-w-5 shrink-0 rounded-pill px-1 text-center text-meta tabular',
        badge.tone === 'caution' ? 'bg-caution-soft text-caution' : 'bg-paper text-ink-2 border-line',
        isFluid && 'max-wide:absolute max-wide:start-1/2 max-wide:top-1 max-wide:ms-2',
      )}
    >
      <span aria-hidden>{short(count)}</span>
      <span className="sr-only">{text(badge.text, { count })}</span>
    </span>
  )
}

/** "2 of 3 connected", a link to Devices. */
export function ConnectedLink({ onGo }: { onGo?: () => void }) {
  const text = useText()
  const { devices, connected } = useAppStatus()
  if (devices === undefined) return null
  return (
    <NavLink
      to="/devices"
      onClick={() => onGo?.()}
      className="ring-inside flex min-h-8 items-center rounded-control px-3 py-1 text-ink-2 text-pill tabular hover:bg-surface hover:text-ink max-wide:justify-center max-wide:px-1 max-wide:text-center max-wide:text-meta"
    >
      {devices.length === 0 ? text('app.no-devices') : text('app.connected', { connected, devices: devices.length })}
    </NavLink>
  )
}

/** An envelope, and our name beside it where there is room. */
export function Logo({ isFluid = false }: { isFluid?: boolean }) {
  const text = useText()
  return (
    <span className="flex items-center gap-2 text-ink">
      <Mail aria-hidden className="size-5 text-accent" />
      <span className={isFluid ? 'font-semibold max-wide:sr-only' : 'font-semibold'}>{text('app.name')}</span>
    </span>
  )
}
