// Our mark: an envelope, and the name beside it where there is room.
import { Mail } from 'lucide-react'
import { useText } from '../../i18n/text.tsx'

export function Logo({ isFluid = false }: { isFluid?: boolean }) {
  const text = useText()
  return (
    <span className="flex items-center gap-2 text-ink">
      <Mail aria-hidden className="size-5 text-accent" />
      <span className={isFluid ? 'font-semibold max-wide:sr-only' : 'font-semibold'}>{text('app.name')}</span>
    </span>
  )
}
