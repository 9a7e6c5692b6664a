// What stands behind the operations, for every door alike: the engine's own table, and here the operations whose bytes are
// no JSON. A door adds only what belongs to it alone.
import { Readable } from 'node:stream'
import type { operations as files } from '@contract/files.ts'
import type { Handlers } from '@contract/operation.ts'
import type { Engine } from '../../engine/engine.ts'
import { type Call, type CsvTable, createCalls, type HandlerTable } from './calls.ts'
import { fileNameOf } from './upload.ts'

/** The calls that a door serves; `own` are the operations that it answers itself. */
export function callsOf(engine: Engine, own: HandlerTable = {}): Call[] {
  const uploads: Handlers<typeof files> = {
    add: ({ name, body }) => engine.files.add(Readable.from(body, { objectMode: false }), { name: fileNameOf(name) }),
  }
  const operations = engine.operations as unknown as HandlerTable
  const csv: CsvTable = { history: { list: engine.historyCsv } }
  return createCalls({ ...operations, files: uploads, ...own }, csv)
}
