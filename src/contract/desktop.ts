// Desktop: what only the Electron shell can do for a page. In a browser `window.desktop` is absent and the page offers its web twin.

export interface Desktop {
  /** 'win32', 'darwin' or 'linux'. */
  platform: string
  /** Shows the last file saved by a download in its folder. */
  showLastSaved(): Promise<void>
  /** Opens the last file saved by a download. */
  openLastSaved(): Promise<void>
}

declare global {
  var desktop: Desktop | undefined
}
