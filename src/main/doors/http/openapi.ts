// The API described for machines: OpenAPI 3.1, made from the contract by the same loop that serves it.
import { documentedAs } from '@contract/common.ts'
import { errors } from '@contract/errors.ts'
import * as z from 'zod'
import type { Call } from '../calls/calls.ts'

type Json = Record<string, unknown>

/** The document; `calls` are the operations that are served. */
export function describe(calls: readonly Call[], version: string): Json {
  const paths: Record<string, Json> = {}
  for (const call of calls) {
    const { route, meta } = call
    if (route === null) continue
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operationOf(call, route) }
    if (meta.png !== undefined) paths[`${route.path}.png`] = { get: pictureOf(call, route, meta.png) }
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
  const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '')
  const isBytes = call.meta.binary === true
  const rest = Object.entries(properties).filter(([name]) => !inPath.includes(name) && !(isBytes && name === 'body'))
  const hasBody = route.method !== 'GET' && route.method !== 'DELETE' && !isBytes
  const parameters: Json[] = inPath.map((name) => ({ name, in: 'path', required: true, schema: properties[name] }))
  if (!hasBody)
    for (const [name, schema] of rest) parameters.push({ name, in: 'query', required: required.includes(name), schema })
  if (call.csv !== null)
    parameters.push({ name: 'format', in: 'query', schema: { enum: ['json', 'csv'], default: 'json' } })
  if (call.meta.queues)
    parameters.push({ name: 'Idempotency-Key', in: 'header', schema: { type: 'string', maxLength: 255 } })
  const operation: Json = {
    operationId: call.name,
    summary: call.summary,
    ...belonging(call),
    parameters,
    responses: { [route.status]: answered(call), ...refused },
  }
  if (isBytes) operation.requestBody = { required: true, content: { 'application/octet-stream': {} } }
  if (hasBody && rest.length > 0) {
    const left = required.filter((name) => !inPath.includes(name))
    const schema = { type: 'object', properties: Object.fromEntries(rest), required: left }
    operation.requestBody = { required: left.length > 0, content: { 'application/json': { schema } } }
  }
  return operation
}

const belonging = ({ noun, meta: { scope } }: Call): Json => ({
  tags: [noun],
  description: scope === 'every' ? 'Needs every scope.' : `Needs the scope "${scope}".`,
})

/** The second face of `call`, with the same input. */
function pictureOf(call: Call, route: NonNullable<Call['route']>, summary: string): Json {
  const { parameters } = operationOf(call, route)
  const answer = { description: 'A picture', content: { 'image/png': {} } }
  return {
    operationId: `${call.name}Picture`,
    summary,
    ...belonging(call),
    parameters,
    responses: { 200: answer, ...refused },
  }
}

function answered({ output, csv }: Call): Json {
  type Answer = { description?: string; properties?: Json; required?: string[] }
  const {
    description = 'Done',
    properties = {},
    required = [],
  }: Answer = output === null ? {} : schemaOf(output, 'output')
  const schema = {
    type: 'object',
    properties: { success: { const: true }, ...properties },
    required: ['success', ...required],
  }
  return { description, content: { 'application/json': { schema }, ...(csv === null ? {} : { 'text/csv': {} }) } }
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override({ zodSchema, jsonSchema }) {
      const shown = documentedAs.get(zodSchema)
      if (shown !== undefined) Object.assign(jsonSchema, schemaOf(shown, io))
    },
  })
  return json
}
