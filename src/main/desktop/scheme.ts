// The scheme: our pages under `app://dakiya/` instead of `file://`, so that they have an origin of their own and reach no disk.
import { protocol, type Session } from 'electron'

export const ORIGIN = 'app://dakiya'
export const START = `${ORIGIN}/`

/** Before the app is ready: `app:` is a standard, secure origin that fetches and streams. */
export function claimScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true }
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges }])
}

/** Answers every request of `session` for our origin with `files`, and none for another. */
export function serveScheme(session: Session, files: (request: Request) => Promise<Response>): void {
  session.protocol.handle('app', (request) => {
    if (new URL(request.url).host !== 'dakiya') return new Response(null, { status: 404 })
    // A page may be opened in no frame but ours and asks for nothing across origins.
    const origin = request.headers.get('origin')
    if (origin !== null && origin !== ORIGIN) return new Response(null, { status: 403 })
    return files(request)
  })
}

/** Whether an address is one of our pages. */
export function isOurs(address: string): boolean {
  return URL.canParse(address) && new URL(address).protocol === 'app:' && new URL(address).host === 'dakiya'
}
