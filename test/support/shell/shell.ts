// The desktop program as its spec holds it, whether Electron runs it or the stand-in does.
import type { Page } from '../electron/playwright.ts'

export interface Shell {
  /** The first window's page. */
  page: Page
  /** Runs in the main process with the `electron` module; sent as text, so it may use nothing from outside. */
  evaluate<Arg, Value>(
    work: (electron: typeof import('electron'), arg: Arg) => Value,
    arg: Arg,
  ): Promise<Awaited<Value>>
  /** The program's exit code, once it has ended. */
  ended: Promise<number | null>
  /** Starts the program a second time with the same flags; the code with which that one ended. */
  again(): Promise<number | null>
  /** Ends it at once, if it still runs. */
  kill(): Promise<void>
}
