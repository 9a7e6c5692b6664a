// The devices table. Removed devices keep their row, because the history names them.
import type { DeviceLimits } from '@contract/settings.ts'
import type { Changes } from '../database/changes.ts'
import type { Database } from '../database/open.ts'

export interface DeviceRow {
  id: string
  name: string
  /** Digits without +; null until linked once. */
  number: string | null
  /** What lasts beyond a restart; whether it is connected is not. */
  state: 'new' | 'linked' | 'logged-out' | 'banned'
  stateSince: number
  /** Until when WhatsApp's own limit or block holds; null = none, or a block for good. */
  heldUntil: number | null
  /** 'new-chats' = WhatsApp limits new chats, 'ban' = blocked, 'here' = logged out by a person on this PC, 'here-unheard' =
   * the same without WhatsApp knowing. */
  heldReason: 'new-chats' | 'ban' | 'here' | 'here-unheard' | null
  isPaused: boolean
  limits: DeviceLimits
  createdAt: number
}

interface Stored {
  id: string
  name: string
  number: string | null
  state: DeviceRow['state']
  state_since: number
  held_until: number | null
  held_reason: DeviceRow['heldReason']
  is_paused: number
  delay_min_seconds: number | null
  delay_max_seconds: number | null
  hourly_limit: number | null
  daily_limit: number | null
  typing: number | null
  created_at: number
  removed_at: number | null
}

function rowOf(stored: Stored): DeviceRow & { removedAt: number | null } {
  return {
    id: stored.id,
    name: stored.name,
    number: stored.number,
    state: stored.state,
    stateSince: stored.state_since,
    heldUntil: stored.held_until,
    heldReason: stored.held_reason,
    isPaused: stored.is_paused === 1,
    limits: {
      delayMinSeconds: stored.delay_min_seconds,
      delayMaxSeconds: stored.delay_max_seconds,
      hourlyLimit: stored.hourly_limit,
      dailyLimit: stored.daily_limit,
      typing: stored.typing === null ? null : stored.typing === 1,
    },
    createdAt: stored.created_at,
    removedAt: stored.removed_at,
  }
}

export function createStore(database: Database, changes: Changes) {
  const readAll = database.prepare<Stored>('SELECT * FROM devices ORDER BY created_at, id')
  const insert = database.prepare(
    'INSERT INTO devices (id, name, state, state_since, created_at) VALUES (?, ?, ?, ?, ?)',
  )
  const write = database.prepare(
    `UPDATE devices SET name = ?, number = ?, state = ?, state_since = ?, held_until = ?, held_reason = ?, is_paused = ?,
       delay_min_seconds = ?, delay_max_seconds = ?, hourly_limit = ?, daily_limit = ?, typing = ? WHERE id = ?`,
  )
  const remove = database.prepare('UPDATE devices SET removed_at = ? WHERE id = ?')

  return {
    readAll: () => readAll.all().map(rowOf),
    insert(row: DeviceRow): void {
      database.now(() => {
        insert.run(row.id, row.name, row.state, row.stateSince, row.createdAt)
        changes.note('devices', row.id, 'added')
      })
    },
    write(row: DeviceRow): void {
      const { delayMinSeconds, delayMaxSeconds, hourlyLimit, dailyLimit, typing } = row.limits
      database.now(() => {
        write.run(
          row.name,
          row.number,
          row.state,
          row.stateSince,
          row.heldUntil,
          row.heldReason,
          Number(row.isPaused),
          delayMinSeconds,
          delayMaxSeconds,
          hourlyLimit,
          dailyLimit,
          typing === null ? null : Number(typing),
          row.id,
        )
        changes.note('devices', row.id, 'changed')
      })
    },
    remove(id: string, at: number): void {
      database.now(() => {
        remove.run(at, id)
        changes.note('devices', id, 'removed')
      })
    },
  }
}
