// What the control API can do, done: each call as a few steps over the parts of the network.

import type { Parts } from '../parts.ts'
import { say } from '../people/content.ts'
import { proto } from '../wire/wire.ts'
import type { ControlActions } from './control.ts'

const drainMs = 5_000
const watchMs = 20_000
const largestShown = 17 * 1024 * 1024

/** `url` = where the control API answers. */
export function createControlActions(parts: Parts, url: () => string): ControlActions {
  const { store, certificate, identity, faults, files, media, ledger, behaviour, people, phones, signal, mailbox } =
    parts
  const {
    received,
    groups,
    receipts,
    outgoing,
    registration,
    pairingCodes,
    history,
    settings,
    chat,
    chats,
    fromClients,
    id,
  } = parts

  return {
    describe: () => ({
      wsUrl: `${url().replace('http', 'ws')}/ws/chat`,
      ca: certificate,
      rootKey: identity.root.public.toString('base64'),
      filesUrl: `${url()}/files`,
    }),
    phones: phones.list,
    addPhone: phones.add,
    setHistory: history.setSize,
    settings,
    scan: registration.scan,
    code: pairingCodes.enter,
    unlink(number, device) {
      const concerned = phones.devicesOf(number).filter((each) => device === undefined || each.device === device)
      for (const each of concerned) chat.unlink(each, chat.farewell())
      return concerned.map((each) => each.device)
    },
    async messages(filter) {
      await fromClients.idle(drainMs)
      return received.list(filter)
    },
    chats: chats.chats,
    chat: chats.chat,
    async media(seq) {
      const entry = received.at(seq)
      const { attachment, mimeType } = say(proto.Message.fromObject((entry?.raw ?? {}) as object))
      const bytes = attachment && (await media.plain(attachment, largestShown))
      return bytes ? { bytes, mimeType: mimeType ?? 'application/octet-stream' } : undefined
    },
    changed: (seen) => store.changed(seen, watchMs),
    write: outgoing.write,
    patch(number, wishes) {
      const now = behaviour.patch(number, wishes)
      if (wishes.devices !== undefined && number !== '*') outgoing.tellDevices(number, wishes.devices, id())
      return now
    },
    reinstall(number) {
      people.reinstall(number)
      outgoing.tellNewIdentity(number, id())
    },
    groups: groups.list,
    addGroup(subject, members) {
      // A group that no phone is in would be seen by nobody.
      const isPhone = (each: string) => phones.name(each) !== undefined
      const linked = phones.list().filter((phone) => phone.devices.length > 0)
      const all = members.some(isPhone) ? members : [...linked.map((phone) => phone.number), ...members]
      return groups.create(subject, all.find(isPhone) ?? members[0] ?? '', all)
    },
    addFault(order) {
      store.touch()
      return faults.add(order).id
    },
    faults: () =>
      faults.list().map(({ left, endsAt, ...fault }) => ({
        ...fault,
        left: Number.isFinite(left) ? left : null,
        endsAt: Number.isFinite(endsAt) ? endsAt : null,
      })),
    struck: faults.totals,
    removeFault(faultId) {
      store.touch()
      chat.resume(faultId)
      return faults.remove(faultId)
    },
    clearFaults() {
      store.touch()
      faults.clear()
      chat.resume()
    },
    ledger: ledger.read,
    stats: () => ({
      connections: chat.count(),
      cpuMs: Math.round((process.threadCpuUsage().user + process.threadCpuUsage().system) / 1000),
      memory: { heapUsed: process.memoryUsage().heapUsed, rss: process.memoryUsage.rss() },
      ...received.stats(),
      acks: fromClients.acks(),
      stanzas: ledger.stats(),
      unknown: ledger.stats().unknown,
    }),
    expireMedia: media.clear,
    reset() {
      faults.clear()
      faults.forget()
      chat.cutAll()
      for (const part of [mailbox, received, ledger, behaviour, people, signal, receipts, fromClients, media])
        part.clear()
      store.wipe()
      for (const part of [mailbox, received, ledger, behaviour, people, signal]) part.clear()
      phones.load()
      groups.load()
      files.reset()
    },
    files,
  }
}
