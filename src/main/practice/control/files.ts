// Sample files for media, and any that a test puts there. Kept in memory while small, never outside the data dir.
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { DakiyaError } from '@contract/errors.ts'
import { samples } from './samples.ts'

const largest = 110 * 1024 * 1024
const nameRule = /^[A-Za-z0-9][A-Za-z0-9._-]{0,120}$/
const types: Record<string, string> = {
  pdf: 'application/pdf',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  ogg: 'audio/ogg',
  mp3: 'audio/mpeg',
  amr: 'audio/amr',
  mp4: 'video/mp4',
  '3gp': 'video/3gpp',
  csv: 'text/csv',
  txt: 'text/plain',
  zip: 'application/zip',
}

export function createFiles(dataDir: string) {
  const folder = join(dataDir, 'files')
  let puts = 0

  const pathOf = (name: string): string => {
    if (!nameRule.test(name))
      throw new DakiyaError('VALIDATION_ERROR', 'This cannot be the name of a file.', { field: 'name' })
    return join(folder, name)
  }
  const fill = () => {
    mkdirSync(folder, { recursive: true })
    for (const [name, base64] of Object.entries(samples)) {
      if (!existsSync(join(folder, name))) writeFileSync(join(folder, name), Buffer.from(base64, 'base64'))
    }
  }
  fill()

  return {
    find(name: string): { path: string; bytes: number; type: string } | undefined {
      const path = pathOf(name)
      if (!existsSync(path)) return undefined
      return {
        path,
        bytes: statSync(path).size,
        type: types[name.split('.').pop()?.toLowerCase() ?? ''] ?? 'application/octet-stream',
      }
    },
    /** Keeps a file of at most 110 MB under this name. */
    async put(name: string, body: Readable): Promise<number> {
      const path = pathOf(name)
      const partial = `${path}.${puts++}.part`
      let size = 0
      const measure = new Transform({
        transform(chunk: Buffer, _, done) {
          size += chunk.length
          if (size > largest) done(new DakiyaError('PAYLOAD_TOO_LARGE', 'A file here may have 110 MB.'))
          else done(null, chunk)
        },
      })
      try {
        await pipeline(body, measure, createWriteStream(partial))
      } catch (error) {
        rmSync(partial, { force: true })
        throw error
      }
      renameSync(partial, path)
      return size
    },
    reset(): void {
      for (const name of readdirSync(folder)) rmSync(join(folder, name), { force: true })
      fill()
    },
  }
}

export type Files = ReturnType<typeof createFiles>
