// The texts: each there once, readable as ICU, used by a page, and in the words of the house.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createIntl } from 'react-intl'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const locales = join(root, 'resources', 'locales')

const filesOf = (language: string) =>
  readdirSync(join(locales, language)).map((name) => ({
    name,
    texts: JSON.parse(readFileSync(join(locales, language, name), 'utf8')) as Record<string, string>,
  }))
const english = filesOf('en').flatMap(({ name, texts }) =>
  Object.entries(texts).map(([id, text]) => ({ name, id, text })),
)
const sources = readdirSync(join(root, 'src', 'renderer'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
  .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
  .join('\n')

describe('the English texts', () => {
  it('have each name once', () => {
    const names = english.map(({ id }) => id)
    expect(names.filter((id, index) => names.indexOf(id) !== index)).toEqual([])
  })

  it.each(readdirSync(locales))('can all be read and said in %s', (language) => {
    const broken: string[] = []
    const texts = Object.assign({}, ...filesOf(language).map((file) => file.texts)) as Record<string, string>
    const intl = createIntl({ locale: language, messages: texts, onError: (error) => broken.push(error.message) })
    for (const [id, text] of Object.entries(texts)) {
      const names = [...text.matchAll(/\{(\w+)[,}]/g)].map(([, name]) => [name, 1])
      const tags = [...text.matchAll(/<(\w+)>/g)].map(([, name]) => [name, (parts: string[]) => parts.join('')])
      intl.formatMessage({ id }, Object.fromEntries([...names, ...tags]))
    }
    expect(broken).toEqual([])
  })

  it('are all said by some page', () => {
    const begun = [...sources.matchAll(/`([a-z][\w-]*\.[^`$]*)\$\{/g)].map(([, begin]) => begin ?? '')
    const isSaid = (id: string) => sources.includes(`'${id}'`) || begun.some((begin) => id.startsWith(begin))
    expect(english.map(({ id }) => id).filter((id) => !isSaid(id))).toEqual([])
  })

  it('keep to the words of the house', () => {
    const never =
      /\b(please|sorry|oops|successfully|invalid|errors?|safe|anti-ban|undetectable|guaranteed|unread|ignored|spam|blast|are you sure|session|socket|JID|LID|ack|timeout|null|stack|sandbox|pending|token)\b|!(?!\s*=)/i
    const allowed = new Set(['These settings make no number safe.'])
    const wrong = english.filter(({ text }) => {
      const rest = [...allowed].reduce((left, sentence) => left.replace(sentence, ''), text)
      return never.test(rest)
    })
    expect(wrong.map(({ id, text }) => `${id}: ${text}`)).toEqual([])
  })
})
