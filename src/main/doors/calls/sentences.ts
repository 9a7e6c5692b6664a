// Sentences: what a wrong input is told where the contract has no words of its own for it.
import type * as z from 'zod'

const kinds: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
}

/** One plain sentence for an issue; undefined leaves it to zod. */
export function sentenceOf(issue: z.core.$ZodRawIssue): string | undefined {
  const name = String(issue.path?.at(-1) ?? 'The input')
  const isMissing = issue.input === undefined
  switch (issue.code) {
    case 'invalid_type':
      return isMissing ? `${name} is required.` : `${name} must be ${kinds[issue.expected] ?? `a ${issue.expected}`}.`
    case 'invalid_value':
      return isMissing ? `${name} is required.` : `${name} is one of: ${issue.values.map(String).join(', ')}.`
    case 'too_small':
      return `${name} is too ${sizeOf(issue.origin, 'small')}: at least ${issue.minimum}.`
    case 'too_big':
      return `${name} is too ${sizeOf(issue.origin, 'large')}: at most ${issue.maximum}.`
    case 'invalid_union':
      return isMissing ? `${name} is required.` : (usual(issue.errors, name) ?? `${name} cannot be read.`)
    case 'invalid_format':
      return `${name} cannot be read.`
    default:
      return undefined
  }
}

/** The contract names the real way last, after those in which programs write that nothing is given. */
function usual(ways: readonly (readonly z.core.$ZodIssue[])[], name: string): string | undefined {
  // Said without the outer path, a bare mistake calls itself "The input".
  return ways.at(-1)?.[0]?.message.replace(/^The input\b/, name)
}

function sizeOf(origin: string, word: 'small' | 'large'): string {
  if (origin === 'string' || origin === 'array') return word === 'small' ? 'short' : 'long'
  return word
}
