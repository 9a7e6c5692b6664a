// Hands encrypted files to WhatsApp's media servers. The address of these is asked for here: when Baileys' own question goes
// unanswered once, it keeps the failure and every later file of that socket fails too.
import '../silence-libsignal.ts'
import type { Agent } from 'node:https'
import type { WASocket } from '@whiskeysockets/baileys'
import {
  DEFAULT_CONNECTION_CONFIG,
  getBinaryNodeChild,
  getBinaryNodeChildren,
  getWAUploadToServer,
  type MediaConnInfo,
  S_WHATSAPP_NET,
  type WAMediaUploadFunction,
} from '@whiskeysockets/baileys'
import type { Clock } from '../../base/clock.ts'
import { silentLog } from '../silent-log.ts'

export type Upload = WAMediaUploadFunction

async function askHosts(socket: WASocket): Promise<MediaConnInfo> {
  const answer = await socket.query({
    tag: 'iq',
    attrs: { type: 'set', xmlns: 'w:m', to: S_WHATSAPP_NET },
    content: [{ tag: 'media_conn', attrs: {} }],
  })
  const node = answer === undefined ? undefined : getBinaryNodeChild(answer, 'media_conn')
  if (node === undefined) throw new Error('WhatsApp did not say where files go')
  const word = (name: string): string => node.attrs[name] ?? ''
  return {
    hosts: getBinaryNodeChildren(node, 'host').map(({ attrs }) => ({
      hostname: attrs.hostname ?? '',
      maxContentLengthBytes: Number(attrs.maxContentLengthBytes ?? 0),
    })),
    auth: word('auth'),
    ttl: Number(word('ttl')),
    fetchDate: new Date(),
  }
}

/** `agent` trusts the practice network's media server; null = the ordinary one. */
export function createUpload(socket: WASocket, agent: Agent | null, clock: Clock): Upload {
  let known: { hosts: MediaConnInfo; until: number } | null = null
  const hosts = async (isRefresh: boolean): Promise<MediaConnInfo> => {
    if (known === null || isRefresh || clock.now() > known.until) {
      const answer = await askHosts(socket)
      known = { hosts: answer, until: clock.now() + answer.ttl * 1000 }
    }
    return known.hosts
  }
  return getWAUploadToServer(
    { ...DEFAULT_CONNECTION_CONFIG, auth: socket.authState, logger: silentLog, ...(agent && { fetchAgent: agent }) },
    hosts,
  )
}
