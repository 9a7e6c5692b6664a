// A row as the contract shows it, and its story in order.
import type { Message, TimelineEntry } from '@contract/messages.ts'
import type { Row } from '../state/row.ts'
import type { Estimates } from './estimates.ts'

export type View = ReturnType<typeof createView>

export function createView(deps: { estimates: Estimates; nameOfKey: (keyId: string) => string | null }) {
  /** `ahead` = how many of its device wait before it; needed only while it waits. */
  function message(row: Row, ahead: number): Message {
    const wait = waitOf(row, ahead)
    return {
      queueId: row.id,
      number: row.number,
      message: row.text,
      mediaUrl: row.mediaUrl,
      mediaType: row.mediaType,
      fileId: row.fileId,
      fileName: row.fileName,
      sessionId: row.deviceId,
      status: row.status,
      outcome: row.outcome,
      error: row.error,
      errorCode: row.errorCode,
      waId: row.waId,
      ...wait,
      scheduledAt: row.scheduledAt,
      createdAt: row.createdAt,
      sentAt: row.sentAt,
      deliveredAt: row.deliveredAt,
      readAt: row.readAt,
      doubtedAt: row.status === 'processing' ? row.unconfirmedAt : null,
      endedAt: row.endedAt,
      queuedBy: row.keyId === null || row.keyId === 'page' ? row.keyId : (deps.nameOfKey(row.keyId) ?? row.keyId),
    }
  }

  function waitOf(row: Row, ahead: number): Pick<Message, 'waitingFor' | 'estimatedAt'> {
    if (row.status !== 'pending') return { waitingFor: null, estimatedAt: null }
    if (row.hold === 'schedule') return { waitingFor: 'schedule', estimatedAt: row.scheduledAt }
    if (row.hold === 'late') return { waitingFor: 'late', estimatedAt: null }
    return deps.estimates.of(row.deviceId, ahead, Math.max(row.createdAt, row.scheduledAt ?? 0))
  }

  /** What the columns tell and what was noted beside them, oldest first. */
  function timeline(row: Row, noted: TimelineEntry[]): TimelineEntry[] {
    const told: [number | null, string, string | null][] = [
      [row.createdAt, 'queued', null],
      [row.leftAt, 'sending', row.waId],
      [row.sentAt, 'sent', null],
      [row.deliveredAt, 'delivered', null],
      [row.readAt, 'read', null],
      [row.status === 'failed' ? row.endedAt : null, 'failed', row.error],
      [row.status === 'cancelled' ? row.endedAt : null, 'cancelled', null],
    ]
    const entries = told.flatMap(([at, event, detail]) => (at === null ? [] : [{ at, event, detail }]))
    return [...entries, ...noted].sort((a, b) => a.at - b.at)
  }

  return { message, timeline }
}
