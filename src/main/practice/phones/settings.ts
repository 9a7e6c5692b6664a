// What a person sets on the phone itself, in plain words: its name, its contacts, its chats. Each becomes a change of the
// app state, which the linked devices then hear of; and what the state holds is told in the same words.
import { digits, person, pnJid } from '../wire/address.ts'
import type { proto } from '../wire/wire.ts'
import type { Change } from './app-keys.ts'
import type { AppState } from './app-state.ts'
import type { AppSync } from './app-sync.ts'
import type { Phones } from './phones.ts'

export interface ChatSetting {
  archived?: boolean
  pinned?: boolean
  /** Epoch ms; null: no longer muted. */
  mutedUntil?: number | null
}

export interface PhoneState {
  name: string | null
  contacts: { number: string; name: string }[]
  chats: ({ number: string } & ChatSetting)[]
  /** By collection. */
  versions: Record<string, number>
}

export interface SettingsParts {
  appState: AppState
  appSync: AppSync
  phones: Phones
  clock(): number
}

export function createSettings({ appState, appSync, phones, clock }: SettingsParts) {
  const jidOf = (chat: string) => (digits(chat) === undefined ? chat : pnJid(chat))
  const made = (index: string[], version: number, value: proto.ISyncActionValue): Change => ({
    index,
    value: { ...value, timestamp: clock() },
    version,
  })

  const named = (name: string) => [made(['setting_pushName'], 1, { pushNameSetting: { name } })]

  return {
    /** Puts down what every phone has set before a device is linked to it: its name. */
    begin(phone: string): void {
      if (appState.version(phone, 'critical_block') === 0)
        appState.change(phone, 'critical_block', named(phones.name(phone) ?? ''))
    },
    /** The name that this phone shows to others. */
    rename(phone: string, name: string): void {
      phones.rename(phone, name)
      appSync.change(phone, 'critical_block', named(name))
    },
    /** Saves a contact; without a name removes it. */
    setContact(phone: string, number: string, name: string | null): void {
      const index = ['contact', pnJid(number)]
      const saved = name === null ? undefined : made(index, 2, { contactAction: { fullName: name, firstName: name } })
      appSync.change(phone, 'critical_unblock_low', [saved ?? { index, value: undefined, version: 2 }])
    },
    setChat(phone: string, chat: string, { archived, pinned, mutedUntil }: ChatSetting): void {
      const jid = jidOf(chat)
      const low: Change[] = []
      if (archived !== undefined) low.push(made(['archive', jid], 3, { archiveChatAction: { archived } }))
      if (pinned !== undefined) low.push(made(['pin_v1', jid], 5, { pinAction: { pinned } }))
      if (low.length > 0) appSync.change(phone, 'regular_low', low)
      if (mutedUntil === undefined) return
      const muteAction = mutedUntil === null ? { muted: false } : { muted: true, muteEndTimestamp: mutedUntil }
      appSync.change(phone, 'regular_high', [made(['mute', jid], 2, { muteAction })])
    },
    /** What was set, here or on a linked device. */
    of(phone: string): PhoneState {
      const chats = new Map<string, ChatSetting>()
      const state: PhoneState = { name: null, contacts: [], chats: [], versions: appSync.versions(phone) }
      for (const { index, value } of appState.holds(phone)) {
        const [, jid = ''] = index
        const number = person(jid)?.number ?? jid
        const chat = (more: ChatSetting) => chats.set(number, { ...chats.get(number), ...more })
        if (value?.pushNameSetting) state.name = value.pushNameSetting.name ?? null
        if (value?.contactAction) state.contacts.push({ number, name: value.contactAction.fullName ?? '' })
        if (value?.archiveChatAction) chat({ archived: value.archiveChatAction.archived ?? false })
        if (value?.pinAction) chat({ pinned: value.pinAction.pinned ?? false })
        if (value?.muteAction) {
          const { muted, muteEndTimestamp } = value.muteAction
          chat({ mutedUntil: muted ? Number(muteEndTimestamp ?? 0) : null })
        }
      }
      for (const [number, chat] of chats) state.chats.push({ number, ...chat })
      return state
    },
  }
}

export type Settings = ReturnType<typeof createSettings>
