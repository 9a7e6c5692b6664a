// Sending limits as people type them, and what the engine takes. Pure; every text of the form is read here.

export const limitNames = ['delayMinSeconds', 'delayMaxSeconds', 'hourlyLimit', 'dailyLimit'] as const
export type LimitName = (typeof limitNames)[number]
export type LimitFormValues = Record<LimitName, string>
export type LimitValues = Record<LimitName, number | null>
export type LimitProblem = 'devices.bad-seconds' | 'devices.bad-count' | 'devices.turned'

const MOST_SECONDS = 3_600
const MOST_MESSAGES = 100_000
const isDelay = (name: LimitName) => name === 'delayMinSeconds' || name === 'delayMaxSeconds'

/** What stands in the fields; a value that follows the others is empty. */
export function formValuesOf(values: LimitValues): LimitFormValues {
  const text = (value: number | null) => (value === null ? '' : String(value))
  return {
    delayMinSeconds: text(values.delayMinSeconds),
    delayMaxSeconds: text(values.delayMaxSeconds),
    hourlyLimit: text(values.hourlyLimit),
    dailyLimit: text(values.dailyLimit),
  }
}

function readOne(name: LimitName, typed: string): number | undefined {
  // A comma before the decimals, or between the thousands of a count.
  const plain = isDelay(name) ? typed.replace(',', '.') : typed.replace(/[,.\s](?=\d{3}(?:\D|$))/g, '')
  if (!/^\d+(?:\.\d+)?$/.test(plain)) return undefined
  const value = Number(plain)
  if (isDelay(name)) return value <= MOST_SECONDS ? value : undefined
  return Number.isInteger(value) && value <= MOST_MESSAGES ? value : undefined
}

/**
 * Reads the four fields. An empty one is null where it may follow `shared`, else a problem.
 * @param shared what an empty field follows; null = nothing may be empty
 */
export function readLimits(
  typed: LimitFormValues,
  shared: Record<LimitName, number> | null,
): { values: LimitValues; problems: Partial<Record<LimitName, LimitProblem>> } {
  const values: LimitValues = { delayMinSeconds: null, delayMaxSeconds: null, hourlyLimit: null, dailyLimit: null }
  const problems: Partial<Record<LimitName, LimitProblem>> = {}
  for (const name of limitNames) {
    const text = typed[name].trim()
    if (text === '' && shared !== null) continue
    const value = readOne(name, text)
    if (value === undefined) problems[name] = isDelay(name) ? 'devices.bad-seconds' : 'devices.bad-count'
    else values[name] = value
  }
  const least = values.delayMinSeconds ?? shared?.delayMinSeconds
  const most = values.delayMaxSeconds ?? shared?.delayMaxSeconds
  const areRead = problems.delayMinSeconds === undefined && problems.delayMaxSeconds === undefined
  if (areRead && least !== undefined && most !== undefined && least > most) problems.delayMaxSeconds = 'devices.turned'
  return { values, problems }
}
