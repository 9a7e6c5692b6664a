// SQL of the settings: one row a name, its value as JSON.
import type { Changes } from '../database/changes.ts'
import type { Database } from '../database/open.ts'

export function createStore(database: Database, changes: Changes) {
  const all = database.prepare<{ name: string; value: string }>('SELECT name, value FROM settings')
  const put = database.prepare(
    'INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  )
  return {
    read: (): Record<string, unknown> =>
      Object.fromEntries(all.all().map(({ name, value }) => [name, JSON.parse(value) as unknown])),
    write(values: Record<string, unknown>): void {
      database.now(() => {
        for (const [name, value] of Object.entries(values)) put.run(name, JSON.stringify(value))
        changes.note('settings', '', 'changed')
      })
    },
  }
}
