// The few words the components themselves need, from resources/locales/<language>/ui.json. Everything else comes as props.
import { useCallback } from 'react'
import { useIntl } from 'react-intl'
import type english from '../../../resources/locales/en/ui.json'

export type UiTextId = keyof typeof english
export type UiTextValues = Record<string, string | number>

/** `words('ui.close')`, `words('ui.more', { of: 'Shop' })`. */
export function useUiText(): (id: UiTextId, values?: UiTextValues) => string {
  const intl = useIntl()
  return useCallback((id, values) => intl.formatMessage<UiTextValues, string>({ id }, values ?? {}) as string, [intl])
}
