// The frame of every page.
import { Outlet } from 'react-router'

export function Frame() {
  return (
    <main id="page" className="h-dvh overflow-y-auto">
      <Outlet />
    </main>
  )
}
