// Buttons. One primary a page; verb + noun; an icon alone only for more, close and copy, and then with a name.
import { LoaderCircle, type LucideIcon } from 'lucide-react'
import type { ComponentProps, MouseEvent } from 'react'
import { Link, type LinkProps } from 'react-router'
import { cx } from '../cx.ts'
import { Glyph } from '../display/glyph.tsx'

export type ButtonKind = 'primary' | 'secondary' | 'quiet' | 'danger'

const kinds: Record<ButtonKind, string> = {
  primary: 'border-accent bg-accent text-on-accent hover:border-accent-hover hover:bg-accent-hover',
  secondary: 'border-line-strong bg-surface text-ink hover:bg-sunken',
  quiet: 'border-transparent bg-transparent text-accent hover:bg-sunken hover:text-accent-hover',
  danger: 'border-danger bg-danger text-on-accent hover:brightness-90',
}

const shape =
  'relative inline-flex shrink-0 select-none items-center justify-center gap-2 rounded-control border font-semibold transition-colors aria-disabled:not-aria-busy:opacity-60'

/** The classes of a button, for what must be another element. */
export const buttonClass = (kind: ButtonKind = 'secondary', small = false): string =>
  cx(shape, kinds[kind], small ? 'min-h-7 px-2.5 py-0.5 text-pill' : 'min-h-control px-4 py-1 text-body')

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'className'> {
  kind?: ButtonKind
  icon?: LucideIcon
  /** Work goes on: the label stays, a spinner joins it, presses do nothing. */
  busy?: boolean
  /** For table rows and banners. */
  small?: boolean
}

export function Button({ kind = 'secondary', icon, busy, small, onClick, children, ...rest }: ButtonProps) {
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    if (busy) event.preventDefault()
    else onClick?.(event)
  }
  return (
    <button
      type="button"
      {...rest}
      {...(busy && { 'aria-disabled': true, 'aria-busy': true })}
      onClick={press}
      className={buttonClass(kind, small)}
    >
      {busy && !icon && <LoaderCircle aria-hidden className="absolute start-0.5 size-3 animate-spin" />}
      {icon && (busy ? <Glyph icon={LoaderCircle} className="animate-spin" /> : <Glyph icon={icon} />)}
      {children}
    </button>
  )
}

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'className' | 'name' | 'children'> {
  /** What it does and to what: "More for +92 300 1234567". */
  name: string
  icon: LucideIcon
}

export function IconButton({ name, icon, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={name}
      title={name}
      {...rest}
      className="inline-flex size-8 shrink-0 items-center justify-center rounded-control text-ink-2 transition-colors hover:bg-sunken hover:text-ink aria-disabled:opacity-50 aria-expanded:bg-sunken"
    >
      <Glyph icon={icon} />
    </button>
  )
}

/** A link that looks like a button: it leads to a page. */
export function LinkButton({
  kind = 'secondary',
  icon,
  small,
  children,
  ...rest
}: Omit<LinkProps, 'className'> & { kind?: ButtonKind; icon?: LucideIcon; small?: boolean }) {
  return (
    <Link {...rest} className={buttonClass(kind, small)}>
      {icon && <Glyph icon={icon} />}
      {children}
    </Link>
  )
}

/** A link inside a sentence. */
export function TextLink(props: Omit<LinkProps, 'className'>) {
  return <Link {...props} className="rounded-pill text-accent underline underline-offset-2 hover:text-accent-hover" />
}
