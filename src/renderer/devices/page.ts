// Devices, as the frame knows them: a badge for those that need somebody, and each by name in the palette.
import { Link2, Smartphone } from 'lucide-react'
import { useNavigate } from 'react-router'
import type { Command, PageEntry } from '../client/page-entry.ts'
import { useOperation } from '../client/queries.ts'
import { deviceCare } from '../i18n/device-state.ts'
import { useText } from '../i18n/text.tsx'
import { phoneText } from '../ui/phone/number.tsx'

const useDevices = () => useOperation('devices', 'list', {}).data?.devices ?? []

export const page: PageEntry = {
  path: '/devices',
  title: 'devices.page',
  icon: Smartphone,
  group: null,
  order: 20,
  badge: {
    useCount: () => useDevices().filter((device) => deviceCare(device) > 0).length,
    tone: 'caution',
    text: 'devices.badge',
  },
  useCommands,
  load: async () => (await import('./devices-page.tsx')).DevicesPage,
}

function useCommands(): Command[] {
  const text = useText()
  const navigate = useNavigate()
  const devices = useDevices()
  const go = (to: string) => () => void navigate(to)
  return [
    {
      id: 'link',
      group: 'palette.actions',
      order: 20,
      label: text('action.link'),
      icon: Link2,
      run: go('/devices?link=new'),
    },
    ...devices.map(
      ({ sessionId, name, number }): Command => ({
        id: sessionId,
        group: 'palette.devices',
        label: number === null ? name : `${name} · ${phoneText(number)}`,
        icon: Smartphone,
        run: go(`/devices?device=${encodeURIComponent(sessionId)}`),
      }),
    ),
  ]
}
