// What a person decides of a message whose outcome nobody knows: the same bytes under the same id once more, or that it
// has arrived. Both wait until the five minutes are over in which the server's late word usually comes.
import { DakiyaError } from '@contract/errors.ts'
import type { operations } from '@contract/messages.ts'
import type { Handlers } from '@contract/operation.ts'
import type { DeviceViews } from '../../devices/devices.ts'
import type { View } from '../queue/view.ts'
import { type Fact, isUnknown } from '../state/delivery.ts'
import type { Row } from '../state/row.ts'
import type { Settle } from '../state/settle.ts'
import type { Store } from '../state/store.ts'

export interface ResolveDeps {
  rows: Store
  settle: Settle
  view: View
  devices: DeviceViews
  isOptedOut: (number: string) => boolean
  /** The device has something to try again. */
  onAsked: (deviceId: string) => void
}

export function createResolve(deps: ResolveDeps): Pick<Handlers<typeof operations>, 'resend' | 'markSent'> {
  const { rows, settle, view, devices, isOptedOut, onAsked } = deps

  function need(queueId: number): Row {
    const row = rows.get(queueId)
    if (!row) throw new DakiyaError('NOT_FOUND', 'There is no message with this queueId.')
    if (isUnknown(row)) return row
    const why =
      row.status === 'processing'
        ? 'It is still on its way; wait until its outcome is known or given up.'
        : 'What became of this message is known.'
    throw new DakiyaError('CONFLICT', why)
  }

  async function decide(queueId: number, fact: Fact) {
    const row = (await settle.settle(queueId, fact)) ?? need(queueId)
    return { message: view.message(row, 0) }
  }

  return {
    async resend({ queueId }) {
      const row = need(queueId)
      const device = devices.get(row.deviceId)
      if (!device?.isLinked) {
        throw new DakiyaError(
          'CONFLICT',
          'Its device is no longer linked, and another one cannot send it under its id.',
        )
      }
      if (isOptedOut(row.number)) throw new DakiyaError('CONFLICT', 'This person asked not to be written to.')
      const answer = await decide(queueId, { kind: 'resend-asked' })
      onAsked(row.deviceId)
      return answer
    },
    markSent({ queueId }) {
      need(queueId)
      return decide(queueId, { kind: 'marked-sent' })
    },
  }
}
