// What the table holds of a message, and the names of its columns; `delivery.ts` says how it may change.
import type { OnAmbiguous, WhenLate } from '@contract/settings.ts'
import type { Delivery } from './delivery.ts'

/** What its sender wished for this message; null = as the settings say. */
export interface Wishes {
  onAmbiguous: OnAmbiguous | null
  lateAfterMinutes: number | null
  whenLate: WhenLate | null
}

export interface Row extends Delivery, Wishes {
  id: number
  deviceId: string
  number: string
  text: string | null
  mediaType: 'image' | 'video' | 'audio' | 'document' | null
  mediaUrl: string | null
  fileId: string | null
  fileName: string | null
  keyId: string | null
  waId: string | null
  address: string | null
  scheduledAt: number | null
  createdAt: number
  /** How often the program broke down with it in its hands. */
  crashes: number
}

/** What is known of a message before it has a place in the queue. */
export type NewRow = Pick<
  Row,
  | 'deviceId'
  | 'number'
  | 'text'
  | 'mediaType'
  | 'mediaUrl'
  | 'fileId'
  | 'fileName'
  | 'keyId'
  | 'createdAt'
  | 'scheduledAt'
  | keyof Wishes
>

/** The columns of a Row, named as its fields; the content is read only where it is needed. */
export const COLUMNS = `id, device_id AS deviceId, number, text, media_type AS mediaType, media_url AS mediaUrl,
  file_id AS fileId, file_name AS fileName, status, outcome, error, error_code AS errorCode, key_id AS keyId,
  wa_id AS waId, address, attempts, scheduled_at AS scheduledAt, created_at AS createdAt, left_at AS leftAt,
  sent_at AS sentAt, delivered_at AS deliveredAt, read_at AS readAt, ended_at AS endedAt, hold,
  tries_since AS triesSince, tried_at AS triedAt, doubted_at AS unconfirmedAt, crashes, on_ambiguous AS onAmbiguous,
  late_after_minutes AS lateAfterMinutes, when_late AS whenLate`
