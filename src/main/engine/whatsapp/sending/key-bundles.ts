// Signal sessions with people we have none with: their key bundles, asked for in one question for many.
// Not by Baileys' own function: there one person's refusal fails all, and nobody is ready before the last one is.
import '../silence-libsignal.ts'
import type { WASocket } from '@whiskeysockets/baileys'
import {
  type BinaryNode,
  generateSignalPubKey,
  getBinaryNodeChild,
  getBinaryNodeChildBuffer,
  getBinaryNodeChildren,
  getBinaryNodeChildUInt,
  S_WHATSAPP_NET,
} from '@whiskeysockets/baileys'
import { isLid } from '../jid.ts'

type Bundle = Parameters<WASocket['signalRepository']['injectE2ESession']>[0]['session']

function keyOf(node: BinaryNode | undefined): Bundle['signedPreKey'] | undefined {
  const value = node && getBinaryNodeChildBuffer(node, 'value')
  if (!node || value === undefined) return undefined
  return {
    keyId: getBinaryNodeChildUInt(node, 'id', 3) ?? 0,
    publicKey: generateSignalPubKey(value),
    signature: getBinaryNodeChildBuffer(node, 'signature') ?? new Uint8Array(),
  }
}

/** null = WhatsApp has no keys of this device. */
function bundleOf(user: BinaryNode): Bundle | null {
  const identity = getBinaryNodeChildBuffer(user, 'identity')
  const signedPreKey = keyOf(getBinaryNodeChild(user, 'skey'))
  const registrationId = getBinaryNodeChildUInt(user, 'registration', 4)
  if (getBinaryNodeChild(user, 'error') || !identity || !signedPreKey || registrationId === undefined) return null
  const preKey = keyOf(getBinaryNodeChild(user, 'key'))
  return {
    registrationId,
    identityKey: generateSignalPubKey(identity),
    signedPreKey,
    // A person whose one-time keys are used up is written to without one.
    ...(preKey && { preKey }),
  } as Bundle
}

/** The address under which WhatsApp gives out a device's keys: its LID where there is one. */
async function wireAddress(socket: WASocket, jid: string): Promise<string> {
  return isLid(jid) ? jid : ((await socket.signalRepository.lidMapping.getLIDForPN(jid)) ?? jid)
}

/**
 * Begins a session with each of `jids` (of single devices) where there is none. Calls `tell` for each: whether there is one now.
 * @throws what a broken connection or a refusal of the whole question throws; those not told of by then have none
 */
export async function beginSessions(
  socket: WASocket,
  jids: readonly string[],
  tell: (jid: string, has: boolean) => void,
): Promise<void> {
  const { signalRepository } = socket
  const wanted = new Map<string, string>()
  for (const jid of new Set(jids)) {
    const { exists } = await signalRepository.validateSession(jid)
    if (exists) tell(jid, true)
    else wanted.set(await wireAddress(socket, jid), jid)
  }
  if (wanted.size === 0) return
  const users = [...wanted.keys()].map((jid) => ({ tag: 'user', attrs: { jid } }))
  const answer = await socket.query({
    tag: 'iq',
    attrs: { xmlns: 'encrypt', type: 'get', to: S_WHATSAPP_NET },
    content: [{ tag: 'key', attrs: {}, content: users }],
  })
  if (answer === undefined) throw new Error('WhatsApp did not give the keys of the recipient')
  for (const user of getBinaryNodeChildren(getBinaryNodeChild(answer, 'list'), 'user')) {
    const jid = wanted.get(user.attrs.jid ?? '')
    const session = bundleOf(user)
    if (jid === undefined) continue
    if (session !== null) await signalRepository.injectE2ESession({ jid: user.attrs.jid ?? jid, session })
    wanted.delete(user.attrs.jid ?? '')
    tell(jid, session !== null)
  }
  for (const jid of wanted.values()) tell(jid, false)
}
