// The old Office files (DOC, XLS, PPT) share one envelope, the compound file, and so do installers and mail.
// Only the names of the streams inside tell them apart.
import type { FileHandle } from 'node:fs/promises'
import { type Kind, kindOf } from './kinds.ts'

const SECTOR_SIZE_AT = 0x1e
const FIRST_DIRECTORY_SECTOR_AT = 0x30
const FAT_SECTORS_AT = 0x4c
/** The header holds this many places of the sector table; they cover files of 7 MB, and directories stand early. */
const FAT_SECTORS_IN_HEADER = 109
const ENTRY_BYTES = 128
const LAST_REAL_SECTOR = 0xfffffff9
/** A directory this long (of 512-byte sectors) has shown its main stream long before. */
const MOST_SECTORS = 64

const mimeTypeOfStream: Record<string, string> = {
  WordDocument: 'application/msword',
  Workbook: 'application/vnd.ms-excel',
  Book: 'application/vnd.ms-excel',
  'PowerPoint Document': 'application/vnd.ms-powerpoint',
}

/** Which Office file a compound file is; null when it is something else. */
export async function kindOfCompound(file: FileHandle): Promise<Kind | null> {
  const header = Buffer.alloc(512)
  await file.read(header, 0, 512, 0)
  const shift = header.readUInt16LE(SECTOR_SIZE_AT)
  if (shift !== 9 && shift !== 12) return null
  const size = 1 << shift

  async function sector(index: number): Promise<Buffer> {
    const buffer = Buffer.alloc(size)
    await file.read(buffer, 0, size, (index + 1) * size)
    return buffer
  }

  async function following(index: number): Promise<number> {
    const [place, entry] = [Math.floor(index / (size / 4)), index % (size / 4)]
    if (place >= FAT_SECTORS_IN_HEADER) return LAST_REAL_SECTOR + 1
    return (await sector(header.readUInt32LE(FAT_SECTORS_AT + place * 4))).readUInt32LE(entry * 4)
  }

  let at = header.readUInt32LE(FIRST_DIRECTORY_SECTOR_AT)
  for (let read = 0; read < MOST_SECTORS && at <= LAST_REAL_SECTOR; read++) {
    const directory = await sector(at)
    for (let entry = 0; entry < size; entry += ENTRY_BYTES) {
      const length = Math.min(directory.readUInt16LE(entry + 64), 64)
      const name = directory.toString('utf16le', entry, entry + Math.max(0, length - 2))
      const mimeType = mimeTypeOfStream[name]
      if (mimeType !== undefined) return kindOf(mimeType)
    }
    at = await following(at)
  }
  return null
}
