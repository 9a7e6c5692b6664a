// What clients ask about numbers: are they on WhatsApp, which devices do they have, what is their LID.

import type { Behaviour } from '../people/behaviour.ts'
import type { Phones } from '../phones/phones.ts'
import { jidOf, lidJid, person, pnJid } from './address.ts'
import { child, children, type Node, node, result, text } from './wire.ts'

export interface UsyncParts {
  behaviour: Behaviour
  phones: Phones
}

export function createUsync({ behaviour, phones }: UsyncParts) {
  const exists = (number: string) => phones.name(number) !== undefined || behaviour.isOnWhatsApp(number)

  const devices = (number: string): Node => {
    const linked = phones
      .devicesOf(number)
      .map((each) => node('device', { id: each.device, 'key-index': each.keyIndex }))
    const others = Array.from({ length: behaviour.devices(number) - 1 }, (_, i) =>
      node('device', { id: i + 1, 'key-index': i + 1 }),
    )
    const list = [node('device', { id: 0 }), ...(phones.name(number) === undefined ? others : linked)]
    return node('devices', {}, [node('device-list', {}, list)])
  }

  const user = (asked: Node, protocols: string[]): Node[] => {
    const phone = text(child(asked, 'contact'))?.replace(/^\+/, '')
    const meant = phone === undefined ? person(asked.attrs.jid) : { number: phone, device: 0, isLid: false }
    if (!meant || !/^\d{5,15}$/.test(meant.number)) return []
    const { number, isLid } = meant
    const isThere = exists(number)
    const answers: Node[] = []
    if (protocols.includes('contact')) answers.push(node('contact', { type: isThere ? 'in' : 'out' }))
    if (isThere && protocols.includes('devices')) answers.push(devices(number))
    if (isThere && protocols.includes('lid') && !isLid) answers.push(node('lid', { val: lidJid(number) }))
    if (isThere && protocols.includes('status'))
      answers.push(node('status', { t: 0 }, Buffer.from('Hey there! I am using WhatsApp.')))
    if (isThere && protocols.includes('disappearing_mode'))
      answers.push(node('disappearing_mode', { duration: 0, t: 0 }))
    return [node('user', { jid: isLid ? jidOf({ number, device: 0 }, true) : pnJid(number) }, answers)]
  }

  return {
    exists,
    answer(stanza: Node, usync: Node): Node {
      const protocols = children(child(usync, 'query')).map((each) => each.tag)
      const users = children(child(usync, 'list'), 'user').flatMap((each) => user(each, protocols))
      const { sid, mode, context } = usync.attrs
      return result(stanza, [
        node('usync', { sid, mode, context, last: 'true', index: 0 }, [
          node(
            'result',
            {},
            protocols.map((each) => node(each)),
          ),
          node('list', {}, users),
        ]),
      ])
    },
  }
}

export type Usync = ReturnType<typeof createUsync>
