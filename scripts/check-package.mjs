// electron-builder's last look at a package (`afterPack`): the native files of its target are in it, and none of another's.
// Without this a package for Windows built on Linux carries Linux's sharp alone, starts, and can open no picture.
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

const sharp = new URL('../node_modules/sharp/package.json', import.meta.url)

/** By electron-builder's numbers. */
const archs = ['ia32', 'x64', 'armv7l', 'arm64', 'universal']

/** What must be there, by where it lies below the folder of unpacked files. `T` stands for the target (`linux-x64`). */
const needed = (platform) => [
  { of: 'better-sqlite3', named: 'the database', path: 'node_modules/better-sqlite3/prebuilds/T.node' },
  { of: '@img/sharp-T', named: 'pictures', path: 'node_modules/@img/sharp-T/lib/sharp-T*.node' },
  platform === 'win32'
    ? { of: '@img/sharp-T', named: 'pictures', path: 'node_modules/@img/sharp-T/lib/libvips-*.dll' }
    : { of: '@img/sharp-libvips-T', named: 'pictures', path: 'node_modules/@img/sharp-libvips-T/lib/libvips-cpp.*' },
]

/** The system and processor that a native file is for; null for every other file. */
const targetOf = (file) =>
  /^node_modules\/better-sqlite3\/prebuilds\/([^/]+)\.node$/.exec(file)?.[1] ??
  /^node_modules\/@img\/sharp-(?:libvips-)?([^/]+)\/.*\.(?:node|dll|dylib|wasm|so)[^/]*$/.exec(file)?.[1] ??
  null

/**
 * What is wrong with a package, in one sentence; null when nothing is.
 * @param files the unpacked files, as paths from their folder with `/`
 * @param platform as Node names it: win32, darwin, linux
 * @param arch as Node names it: x64, arm64
 */
export function problemOf(files, platform, arch) {
  const target = `${platform}-${arch}`
  const isThere = (path) => {
    const [before = '', after] = path.replaceAll('T', target).split('*')
    return files.some((file) =>
      after === undefined ? file === before : file.startsWith(before) && file.endsWith(after),
    )
  }
  const lacking = needed(platform).find(({ path }) => !isThere(path))
  if (lacking !== undefined) {
    const name = lacking.of.replace('T', target)
    const lacks = `The package for ${target} lacks native files of ${name} (${lacking.named})`
    const version = JSON.parse(readFileSync(sharp, 'utf8')).optionalDependencies[name]
    if (version === undefined)
      return `${lacks}, and what is installed has none for it: Dakiya cannot be packed for ${target} here.`
    return `${lacks}: run \`npm install --no-save --force ${name}@${version}\` and pack again.`
  }
  const foreign = files.find((file) => ![null, target].includes(targetOf(file)))
  if (foreign !== undefined)
    return `The package for ${target} carries native files of ${targetOf(foreign)} (${foreign}): leave them out under \`files\` in electron-builder.yml.`
  return null
}

/** The files below a folder, as `problemOf` takes them; none where there is no such folder. */
export function filesBelow(folder) {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
  } catch {
    return []
  }
}

/** Called by electron-builder. @throws with the sentence, which ends the build */
export async function afterPack({ appOutDir, arch, electronPlatformName, packager }) {
  const files = filesBelow(join(packager.getResourcesDir(appOutDir), 'app.asar.unpacked'))
  const problem = problemOf(files, electronPlatformName, archs[arch])
  if (problem !== null) throw new Error(problem)
}
