// The stanzas of the wire: Baileys' own encoder and decoder, and short words to build and read a node.
// Attribute values are always strings: any other value corrupts the frame.
import '../people/silence-libsignal.ts'
import { type BinaryNode, decodeBinaryNode, encodeBinaryNode } from '@whiskeysockets/baileys/lib/WABinary/index.js'
import { proto } from '@whiskeysockets/baileys/WAProto/index.js'

export { proto }
export type Node = BinaryNode
export type Content = Node[] | Buffer | string

export const server = '@s.whatsapp.net'

export function node(tag: string, attrs: Record<string, string | number | undefined> = {}, content?: Content): Node {
  const written: Record<string, string> = {}
  for (const [name, value] of Object.entries(attrs)) if (value !== undefined) written[name] = String(value)
  return content === undefined ? { tag, attrs: written } : { tag, attrs: written, content }
}

export const encode = (stanza: Node): Buffer => encodeBinaryNode(stanza)
export const decode = (bytes: Buffer): Promise<Node> => decodeBinaryNode(bytes)

export function children(parent: Node | undefined, tag?: string): Node[] {
  const content = parent?.content
  if (!Array.isArray(content)) return []
  return tag === undefined ? content : content.filter((each) => each.tag === tag)
}

export const child = (parent: Node | undefined, tag: string): Node | undefined => children(parent, tag)[0]
export const first = (parent: Node | undefined): Node | undefined => children(parent)[0]

/** A node's content as bytes; text content is taken as UTF-8. */
export function bytes(of: Node | undefined): Buffer | undefined {
  const content = of?.content
  if (typeof content === 'string') return Buffer.from(content)
  return content instanceof Uint8Array ? Buffer.from(content) : undefined
}

export const text = (of: Node | undefined): string | undefined => bytes(of)?.toString('utf8')
export const uint = (of: Node | undefined): number | undefined => {
  const raw = bytes(of)
  return raw && raw.length > 0 && raw.length <= 6 ? raw.readUIntBE(0, raw.length) : undefined
}

export function bigEndian(value: number, length: number): Buffer {
  const written = Buffer.alloc(length)
  written.writeUIntBE(value, 0, length)
  return written
}

export const result = (to: Node, content?: Content): Node =>
  node('iq', { from: to.attrs.to || server, type: 'result', id: to.attrs.id }, content)

export const refusal = (to: Node, code: number, sentence: string): Node =>
  node('iq', { from: to.attrs.to || server, type: 'error', id: to.attrs.id }, [node('error', { code, text: sentence })])

export const seconds = (atMs: number): string => String(Math.floor(atMs / 1000))
