// The security of every page: no way out to other addresses, no new windows, no permissions, no embedded pages.
// Even a page that has been taken over can do no more than the bridge allows.
import { app, type Session, type WebContents } from 'electron'
import { isOurs } from './scheme.ts'

/** Secures everything that is ever shown. */
export function secureContents(): void {
  app.on('web-contents-created', (_event, contents) => secure(contents))
}

function secure(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.on('will-frame-navigate', (event) => {
    const isOwn = event.isMainFrame && isOurs(event.url)
    const { pathname } = new URL(event.url)
    // A page may load itself or another of ours anew; what is kept or exported is never shown in its place.
    if (isOwn && !/^\/(files|exports)\//.test(pathname)) return
    event.preventDefault()
    // An export is a download, however the page asks for it.
    if (isOwn && pathname.startsWith('/exports/')) contents.downloadURL(event.url)
  })
  contents.on('will-redirect', (event) => {
    if (!isOurs(event.url)) event.preventDefault()
  })
}

/** What a page may ask of the system: to put text on the clipboard when a person presses *Copy*, and nothing else. */
export function refusePermissions(session: Session): void {
  const isAllowed = (permission: string, address: string) =>
    permission === 'clipboard-sanitized-write' && isOurs(address)
  session.setPermissionRequestHandler((contents, permission, answer) =>
    answer(isAllowed(permission, contents.getURL())),
  )
  session.setPermissionCheckHandler((_contents, permission, origin) => isAllowed(permission, origin))
  session.setDevicePermissionHandler(() => false)
  // Nothing but our own pages is ever loaded, so nothing of the web is fetched.
  session.webRequest.onBeforeRequest((details, answer) => {
    const isInside = /^(app|blob|data|devtools):/.test(details.url)
    answer({ cancel: !isInside })
  })
}
