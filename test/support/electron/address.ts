// Chromium knows no `app:`, so `app://dakiya/x` is `http://dakiya.app.localhost/x` to it: a secure origin of its own that
// no other page shares. Both ways, in addresses, origins and blobs.

/** The address as Chromium is given it. */
export const toChromium = (address: string): string =>
  address.replace(/^(blob:)?app:\/\/([^/]+)/, '$1http://$2.app.localhost')

/** The address as the program knows it. */
export const toProgram = (address: string): string =>
  address.replace(/^(blob:)?http:\/\/([^/]+)\.app\.localhost/, '$1app://$2')
