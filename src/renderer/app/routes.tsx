// Routes: an address for every page, each page's code fetched when it is first opened.
import type { ComponentType } from 'react'
import { createBrowserRouter, createPath, Outlet } from 'react-router'
import { useOperation } from '../client/queries.ts'
import { Frame } from './frame.tsx'
import { NotFound, PageBroke } from './not-found.tsx'
import { pages } from './pages.ts'

const RELOADED = 'dakiya.reloaded'

/**
 * A page's code that is gone was replaced by a newer program: the window starts afresh with that, once.
 * What was typed is kept in drafts.
 */
function lazily(load: () => Promise<ComponentType>) {
  return async () => {
    try {
      const Component = await load()
      sessionStorage.removeItem(RELOADED)
      return { Component }
    } catch (error) {
      if (sessionStorage.getItem(RELOADED) !== null) throw error
      sessionStorage.setItem(RELOADED, 'yes')
      location.assign(createPath(router.state.navigation.location ?? router.state.location))
      return new Promise<never>(() => {})
    }
  }
}

/** A real profile has none of the pages of practice. */
function PracticeOnly() {
  const info = useOperation('app', 'info', {}).data
  if (info === undefined) return null
  return info.isPractice ? <Outlet /> : <NotFound />
}

export const router = createBrowserRouter([
  {
    Component: Frame,
    HydrateFallback: () => null,
    children: [
      {
        ErrorBoundary: PageBroke,
        children: [
          ...pages.map(({ path, load, isPractice }) => {
            const route = { path, lazy: lazily(load) }
            return isPractice ? { Component: PracticeOnly, children: [route] } : route
          }),
          { path: '*', Component: NotFound },
        ],
      },
    ],
  },
])
