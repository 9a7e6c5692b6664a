// A package is looked at before it becomes an installer: folders laid out as electron-builder lays them out.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { afterPack, filesBelow, problemOf } from '../../scripts/check-package.mjs'
import { scratchDir } from '../support/scratch.ts'

/** What a good package of each target holds, named as the published packages name it. */
const natives: Record<string, readonly string[]> = {
  'win32-x64': [
    'better-sqlite3/prebuilds/win32-x64.node',
    '@img/sharp-win32-x64/lib/sharp-win32-x64-0.35.5.node',
    '@img/sharp-win32-x64/lib/libvips-42.dll',
    '@img/sharp-win32-x64/lib/libvips-cpp-8.18.7.dll',
  ],
  'darwin-arm64': [
    'better-sqlite3/prebuilds/darwin-arm64.node',
    '@img/sharp-darwin-arm64/lib/sharp-darwin-arm64-0.35.5.node',
    '@img/sharp-libvips-darwin-arm64/lib/libvips-cpp.8.18.7.dylib',
  ],
  'linux-x64': [
    'better-sqlite3/prebuilds/linux-x64.node',
    '@img/sharp-linux-x64/lib/sharp-linux-x64-0.35.5.node',
    '@img/sharp-libvips-linux-x64/lib/libvips-cpp.so.8.18.7',
  ],
}
const always = ['sharp/dist/index.cjs', '@img/colour/index.cjs', 'better-sqlite3/lib/index.js']
const targets = Object.keys(natives)

const below = (files: readonly string[]) => [...always, ...files].map((file) => `node_modules/${file}`)
const judge = (target: string, files: readonly string[]) => {
  const [platform = '', arch = ''] = target.split('-')
  return problemOf(below(files), platform, arch)
}

test.each(targets)('a package for %s with its own native files and no others is good', (target) => {
  expect(judge(target, natives[target] ?? [])).toBeNull()
})

test.each(targets)('each native file that a package for %s lacks is named, with what to do', (target) => {
  // Of the two libraries for Windows either shows that its package is there.
  const own = (natives[target] ?? []).filter((file) => !file.includes('libvips-cpp-'))
  for (const missing of own) {
    const said = judge(
      target,
      own.filter((file) => file !== missing),
    )
    const name = missing
      .split('/')
      .slice(0, missing.startsWith('@') ? 2 : 1)
      .join('/')
    expect(said).toContain(`The package for ${target} lacks native files of ${name} (`)
    if (name !== 'better-sqlite3')
      expect(said).toMatch(new RegExp(`run \`npm install --no-save --force ${name}@\\d+\\.\\d+\\.\\d+\``))
  }
})

test.each(targets)('a file of any other system in a package for %s is named', (target) => {
  for (const other of targets.filter((one) => one !== target))
    for (const file of natives[other] ?? []) {
      const said = judge(target, [...(natives[target] ?? []), file])
      expect(said).toBe(
        `The package for ${target} carries native files of ${other} (node_modules/${file}): leave them out under \`files\` in electron-builder.yml.`,
      )
    }
  const wasm = '@img/sharp-wasm32/lib/sharp-wasm32-0.35.5.node.wasm'
  expect(judge(target, [...(natives[target] ?? []), wasm])).toContain('carries native files of wasm32')
})

test('the package for Windows that is built on Linux without a word ends the build', async () => {
  const resources = scratchDir()
  const unpacked = join(resources, 'app.asar.unpacked')
  const pack = async (files: readonly string[]) => {
    for (const file of below(files)) {
      mkdirSync(dirname(join(unpacked, file)), { recursive: true })
      writeFileSync(join(unpacked, file), '')
    }
    const packager = { getResourcesDir: () => resources }
    await afterPack({ appOutDir: resources, arch: 1, electronPlatformName: 'win32', packager })
  }
  expect(filesBelow(unpacked)).toEqual([])
  await expect(pack([])).rejects.toThrow(
    'The package for win32-x64 lacks native files of better-sqlite3 (the database)',
  )
  await expect(pack(['better-sqlite3/prebuilds/win32-x64.node'])).rejects.toThrow(
    'lacks native files of @img/sharp-win32-x64 (pictures)',
  )
  await pack(natives['win32-x64'] ?? [])
  await expect(pack(natives['linux-x64'] ?? [])).rejects.toThrow('carries native files of linux-x64')
})
