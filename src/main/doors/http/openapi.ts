// The API described for machines: OpenAPI 3.1, made from the contract by the same loop that serves it.
import { errors } from '@contract/errors.ts'
import { BULK_LIMIT, Draft } from '@contract/messages.ts'
import * as z from 'zod'
import type { Call } from '../calls/calls.ts'

type Json = Record<string, unknown>

/** The document; `calls` are the operations that are served. */
export function describe(calls: readonly Call[], version: string): Json {
  const paths: Record<string, Json> = { ...extras }
  for (const call of calls) {
    if (call.route === null) continue
    const path = paths[call.route.path] ?? {}
    paths[call.route.path] = path
    path[call.route.method.toLowerCase()] = operationOf(call, call.route)
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Dakiya', version, license: { name: 'GPL-3.0-or-later' } },
    servers: [{ url: '/api' }],
    security: [{ key: [] }, { bearer: [] }],
    components: {
      securitySchemes: {
        key: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
        bearer: { type: 'http', scheme: 'bearer' },
      },
      schemas: { Refusal: refusal },
      responses: { Refused: { description: 'Refused', content: { 'application/json': { schema: ref('Refusal') } } } },
    },
    paths,
  }
}

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })
const refusal = {
  type: 'object',
  properties: {
    success: { const: false },
    error: { type: 'string', description: 'One plain sentence.' },
    code: { enum: Object.keys(errors) },
    field: { type: 'string' },
  },
  required: ['success', 'error', 'code'],
}
const refused = { default: { $ref: '#/components/responses/Refused' } }

function operationOf(call: Call, route: NonNullable<Call['route']>): Json {
  const { properties = {}, required = [] } = schemaOf(call.input, 'input') as { properties?: Json; required?: string[] }
  if (call.name === 'messages.sendBulk')
    properties.messages = { type: 'array', maxItems: BULK_LIMIT, items: schemaOf(Draft, 'input') }
  const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '')
  const rest = Object.entries(properties).filter(([name]) => !inPath.includes(name))
  const hasBody = route.method !== 'GET' && route.method !== 'DELETE'
  const parameters: Json[] = inPath.map((name) => ({ name, in: 'path', required: true, schema: properties[name] }))
  if (!hasBody)
    for (const [name, schema] of rest) parameters.push({ name, in: 'query', required: required.includes(name), schema })
  if (call.meta.queues)
    parameters.push({ name: 'Idempotency-Key', in: 'header', schema: { type: 'string', maxLength: 255 } })
  const operation: Json = {
    operationId: call.name,
    summary: call.summary,
    tags: [call.noun],
    description: `Needs the scope "${call.meta.scope}".`,
    parameters,
    responses: { [route.status]: answered(call.output), ...refused },
  }
  if (hasBody && rest.length > 0) {
    const left = required.filter((name) => !inPath.includes(name))
    const schema = { type: 'object', properties: Object.fromEntries(rest), required: left }
    operation.requestBody = { required: left.length > 0, content: { 'application/json': { schema } } }
  }
  return operation
}

function answered(output: z.ZodType | null): Json {
  const { properties = {}, required = [] } =
    output === null ? {} : (schemaOf(output, 'output') as { properties?: Json; required?: string[] })
  const schema = {
    type: 'object',
    properties: { success: { const: true }, ...properties },
    required: ['success', ...required],
  }
  return { description: 'Done', content: { 'application/json': { schema } } }
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return json
}

/** What is not an operation of the contract. */
const extras: Record<string, Json> = {
  '/files': {
    post: {
      operationId: 'files.add',
      summary: 'Upload a file; its fileId stands wherever mediaUrl may',
      parameters: [{ name: 'name', in: 'query', schema: { type: 'string' } }],
      requestBody: { required: true, content: { 'application/octet-stream': {} } },
      responses: { 200: { description: 'Kept' }, ...refused },
    },
  },
  '/devices/{sessionId}/qr.png': {
    get: {
      operationId: 'devices.qrPicture',
      summary: 'The QR code to scan, as a picture',
      parameters: [{ name: 'sessionId', in: 'path', required: true, schema: { type: 'string' } }],
      responses: { 200: { description: 'A picture', content: { 'image/png': {} } }, ...refused },
    },
  },
  '/sign-in-link': {
    post: {
      operationId: 'app.signInLink',
      summary: 'A link that opens the pages, once, within ten minutes; needs a key with every scope',
      responses: { 200: { description: 'Made' }, ...refused },
    },
  },
}
