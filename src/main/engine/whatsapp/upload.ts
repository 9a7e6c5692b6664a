// Hands encrypted files to WhatsApp's media servers. The address of these is asked for here: when Baileys' own question goes
// unanswered once, it keeps the failure and every later file of that socket fails too.
import './quiet.ts'
import { Agent } from 'node:https'
import {
  DEFAULT_CONNECTION_CONFIG,
  getBinaryNodeChild,
  getBinaryNodeChildren,
  getWAUploadToServer,
  type MediaConnInfo,
  S_WHATSAPP_NET,
  type WAMediaUploadFunction,
} from '@whiskeysockets/baileys'
import { muteLog } from './mute.ts'
import type { PracticeAddress } from './network.ts'
import type { WASocket } from './socket.ts'

export type Upload = WAMediaUploadFunction

async function askHosts(socket: WASocket): Promise<MediaConnInfo> {
  const answer = await socket.query({
    tag: 'iq',
    attrs: { type: 'set', xmlns: 'w:m', to: S_WHATSAPP_NET },
    content: [{ tag: 'media_conn', attrs: {} }],
  })
  const node = answer === undefined ? undefined : getBinaryNodeChild(answer, 'media_conn')
  if (node === undefined) throw new Error('WhatsApp did not say where files go')
  return {
    hosts: getBinaryNodeChildren(node, 'host').map(({ attrs }) => ({
      hostname: attrs.hostname ?? '',
      maxContentLengthBytes: Number(attrs.maxContentLengthBytes ?? 0),
    })),
    auth: attrs(node, 'auth'),
    ttl: Number(attrs(node, 'ttl')),
    fetchDate: new Date(),
  }
}

const attrs = (node: { attrs: Record<string, string | undefined> }, name: string): string => node.attrs[name] ?? ''

export function createUpload(socket: WASocket, practice: PracticeAddress | null): Upload {
  let hosts: MediaConnInfo | null = null
  const current = async (isRefresh: boolean): Promise<MediaConnInfo> => {
    const isOld = hosts !== null && Date.now() - hosts.fetchDate.getTime() > hosts.ttl * 1000
    if (hosts === null || isRefresh || isOld) hosts = await askHosts(socket)
    return hosts
  }
  const fetchAgent = practice === null ? undefined : new Agent({ ca: practice.ca, keepAlive: true })
  return getWAUploadToServer(
    { ...DEFAULT_CONNECTION_CONFIG, auth: socket.authState, logger: muteLog, ...(fetchAgent && { fetchAgent }) },
    current,
  )
}
