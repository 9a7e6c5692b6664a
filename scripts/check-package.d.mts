// What the tests use of check-package.mjs, which electron-builder calls and so stays JavaScript.
export function problemOf(files: readonly string[], platform: string, arch: string): string | null
export function filesBelow(folder: string): string[]
export function afterPack(context: {
  appOutDir: string
  arch: number
  electronPlatformName: string
  packager: { getResourcesDir(appOutDir: string): string }
}): Promise<void>
