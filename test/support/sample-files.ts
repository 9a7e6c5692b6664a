// Small files of every kind we carry, and of kinds we do not, made here byte by byte.
import { crc32, deflateSync } from 'node:zlib'
import { samples } from '@main/practice/control/samples.ts'

export const sample = (name: string): Buffer => {
  const base64 = samples[name]
  if (base64 === undefined) throw new Error(`no sample ${name}`)
  return Buffer.from(base64, 'base64')
}

/** A ZIP without compression. */
export function zip(files: Record<string, string>): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const [name, text] of Object.entries(files)) {
    const [bytes, path] = [Buffer.from(text), Buffer.from(name)]
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt32LE(crc32(bytes), 10)
    common.writeUInt32LE(bytes.length, 14)
    common.writeUInt32LE(bytes.length, 18)
    common.writeUInt16LE(path.length, 22)
    parts.push(Buffer.from('PK\x03\x04'), common, path, bytes)
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(at, 10)
    directory.push(Buffer.from('PK\x01\x02\x14\x00'), common, tail, path)
    at += 30 + path.length + bytes.length
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(Object.keys(files).length, 8)
  end.writeUInt16LE(Object.keys(files).length, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...parts, central, end])
}

/** An Office file of today with the given main part. */
export const openXml = (part: string): Buffer =>
  zip({
    '[Content_Types].xml': `<?xml version="1.0"?><Types><Override PartName="/x.xml" ContentType="application/vnd.openxmlformats-officedocument.${part}.main+xml"/></Types>`,
  })

/** A compound file whose directory, in its `chained`th sector, names one stream. */
export function compound(stream: string, chained = 0): Buffer {
  const [size, free, end] = [512, 0xffffffff, 0xfffffffe]
  const header = Buffer.alloc(size)
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(header)
  header.writeUInt16LE(9, 0x1e)
  header.writeUInt32LE(1, 0x30)
  header.fill(0xff, 0x4c)
  header.writeUInt32LE(0, 0x4c)
  const table = Buffer.alloc(size)
  for (let i = 0; i < size / 4; i++) table.writeUInt32LE(free, i * 4)
  const sectors = Array.from({ length: chained + 1 }, () => Buffer.alloc(size))
  for (const [index] of sectors.entries()) table.writeUInt32LE(index === chained ? end : index + 2, (index + 1) * 4)
  const last = sectors.at(-1) ?? header
  last.write(stream, 128, 'utf16le')
  last.writeUInt16LE((stream.length + 1) * 2, 128 + 64)
  return Buffer.concat([header, table, ...sectors])
}

/** A PNG that says it has this many points; only those of a small one are there. */
export function png(width: number, height: number): Buffer {
  const piece = (type: string, body: Buffer) => {
    const typed = Buffer.concat([Buffer.from(type), body])
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(body.length)
    sum.writeUInt32BE(crc32(typed))
    return Buffer.concat([length, typed, sum])
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 0], 8)
  const points = deflateSync(Buffer.alloc(Math.min((width + 1) * height, 10_000)))
  const signature = Buffer.from('89504e470d0a1a0a', 'hex')
  return Buffer.concat([signature, piece('IHDR', head), piece('IDAT', points), piece('IEND', Buffer.alloc(0))])
}

export const mp3 = Buffer.concat([
  Buffer.from('ID3\x03\x00\x00\x00\x00\x00\x00'),
  Buffer.from('fffb9064', 'hex'),
  Buffer.alloc(413),
])
export const amr = Buffer.concat([Buffer.from('#!AMR\n'), Buffer.alloc(64, 0x3c)])
export const threeGp = Buffer.concat([
  Buffer.from('\x00\x00\x00\x18ftyp3gp4\x00\x00\x02\x003gp43gp5'),
  Buffer.alloc(64),
])
export const program = Buffer.concat([Buffer.from('MZ\x90\x00\x03\x00'), Buffer.alloc(512)])
export const gif = Buffer.from('GIF89a\x01\x00\x01\x00\x00\x00\x00;', 'latin1')
