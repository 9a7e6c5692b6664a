// What the lists of messages decide without a page: filters from the address, what cancels a selection, what a message's
// story says, how far an export is.

import { readFileSync } from 'node:fs'
import { createRowCounter } from '@renderer/history/csv-rows.ts'
import { hasRange, historyFilter } from '@renderer/history/filter.ts'
import { allowedActions } from '@renderer/messages/allowed-actions.ts'
import { storyOf } from '@renderer/messages/panel/story.ts'
import { cancelPlan, inBatches } from '@renderer/queue/cancel/plan.ts'
import { isFiltered, queueFilter } from '@renderer/queue/filter.ts'
import { describe, expect, test } from 'vitest'

describe('filters in the address', () => {
  test('the queue takes what it knows and leaves out the rest', () => {
    const address = new URLSearchParams('q=%201042%20&device=d1&waits=hourly-limit&message=7')
    expect(queueFilter(address)).toEqual({ q: '1042', sessionId: 'd1', waitingFor: 'hourly-limit' })
    expect(queueFilter(new URLSearchParams('waits=rain&q=%20'))).toEqual({})
    expect(isFiltered(queueFilter(new URLSearchParams('waits=rain')))).toBe(false)
    expect(isFiltered(queueFilter(new URLSearchParams('waits=turn')))).toBe(true)
  })

  test('the history joins them with the range of days', () => {
    const address = new URLSearchParams('status=failed&device=d1&q=rain')
    expect(historyFilter(address, { from: '2026-11-01', to: '2026-11-20' })).toEqual({
      startDate: '2026-11-01',
      endDate: '2026-11-20',
      status: 'failed',
      sessionId: 'd1',
      q: 'rain',
    })
    expect(historyFilter(new URLSearchParams('status=processing'), {})).toEqual({})
    expect(hasRange(historyFilter(address, {}))).toBe(false)
    expect(hasRange(historyFilter(address, { to: '2026-11-20' }))).toBe(true)
  })
})

describe('what cancels a selection', () => {
  test('picked rows go by their ids, 10,000 a call', () => {
    const ids = new Set(Array.from({ length: 10_001 }, (_, index) => String(index + 1)))
    const calls = cancelPlan({ isAll: false, ids }, { q: 'never sent along' })
    expect(calls?.map((call) => call.queueIds?.length)).toEqual([10_000, 1])
    expect(calls?.[1]).toEqual({ queueIds: [10_001] })
  })

  test('nothing picked calls nothing: an empty list of ids must never become "all"', () => {
    expect(cancelPlan({ isAll: false, ids: new Set() }, {})).toEqual([])
    expect(inBatches([])).toEqual([])
  })

  test('all that match go by their filter, all but a few by the ids that are left', () => {
    expect(cancelPlan({ isAll: true, ids: new Set() }, { sessionId: 'd1' })).toEqual([{ sessionId: 'd1', all: true }])
    expect(cancelPlan({ isAll: true, ids: new Set(['2']) }, { sessionId: 'd1' })).toBeNull()
    expect(inBatches([1, 3])).toEqual([{ queueIds: [1, 3] }])
  })
})

describe('a message', () => {
  test('may be stopped while it waits, put back or sent again after, and neither while it is on its way', () => {
    const none = { outcome: null, waitingFor: null }
    expect(allowedActions({ ...none, status: 'pending', waitingFor: 'turn' }, true)).toEqual(['cancel'])
    expect(allowedActions({ ...none, status: 'processing' }, true)).toEqual([])
    expect(allowedActions({ ...none, status: 'sent' }, true)).toEqual([])
    expect(allowedActions({ ...none, status: 'failed', outcome: 'expired' }, false)).toEqual(['send-again'])
    expect(allowedActions({ ...none, status: 'cancelled' }, true)).toEqual(['queue-again'])
    expect(allowedActions({ ...none, status: 'cancelled' }, false)).toEqual(['send-again'])
  })

  test('asks for somebody’s word when it may have gone out, and when it is late', () => {
    expect(allowedActions({ status: 'processing', outcome: 'unknown', waitingFor: null }, true)).toEqual([
      'resend',
      'mark-sent',
    ])
    expect(allowedActions({ status: 'pending', outcome: null, waitingFor: 'late' }, true)).toEqual([
      'release',
      'cancel',
    ])
  })

  test('tells its story with the ids that helpers ask for', () => {
    const steps = storyOf({
      waId: '3EB0AA',
      outcome: '479',
      error: 'WhatsApp refused it.',
      errorCode: '479',
      queuedBy: 'Till',
      timeline: [
        { at: 1, event: 'queued', detail: null },
        { at: 2, event: 'moved', detail: 'Shop' },
        { at: 3, event: 'sending', detail: null },
        { at: 4, event: 'failed', detail: 'WhatsApp refused it.' },
        { at: 5, event: 'thawed', detail: 'by spring' },
      ],
    })
    expect(steps.map(({ text, values }) => [text, values])).toEqual([
      ['messages.story-queued-by', { program: 'Till' }],
      ['messages.story-moved', { device: 'Shop' }],
      ['messages.story-sending', {}],
      ['messages.story-failed', { reason: 'WhatsApp refused it.' }],
      ['messages.story-other', {}],
    ])
    expect(steps.flatMap((step) => step.facts.map((fact) => fact.value))).toEqual([
      '3EB0AA',
      '479',
      'thawed: by spring',
    ])
  })
})

test('what its time or the program ended is not called a failure of WhatsApp’s', () => {
  const texts = (code: string) =>
    storyOf({
      waId: null,
      outcome: code,
      error: 'Why.',
      errorCode: code,
      queuedBy: 'page',
      timeline: [{ at: 1, event: 'failed', detail: 'Why.' }],
    }).map(({ text, facts }) => [text, facts[0]?.value])
  expect(texts('expired')).toEqual([['messages.story-expired', 'expired']])
  expect(texts('quarantined')).toEqual([['messages.story-quarantined', 'quarantined']])
  expect(texts('479')).toEqual([['messages.story-failed', '479']])
})

test('every event that the engine notes has its own words', () => {
  const noted = [
    ...readFileSync('src/main/engine/messages/state/settle.ts', 'utf8').matchAll(/^ {2}'?[\w-]+'?: '([\w-]+)',$/gm),
  ]
  const events = [...noted.map(([, event]) => event ?? ''), 'cancelled', 'restored', 'moved']
  expect(events).toContain('no-answer')
  const timeline = events.map((event, at) => ({ at, event, detail: null }))
  const told = storyOf({ waId: null, outcome: null, error: null, errorCode: null, queuedBy: 'page', timeline })
  expect(told.filter(({ text }) => text === 'messages.story-other')).toEqual([])
})

test('a message that somebody marked as sent does not claim that WhatsApp has it', () => {
  const timeline = ['queued', 'sent', 'marked-sent'].map((event, at) => ({ at, event, detail: null }))
  const marked = { waId: null, error: null, errorCode: null, queuedBy: 'page', timeline }
  const texts = (outcome: string | null) => storyOf({ ...marked, outcome }).map(({ text }) => text)
  expect(texts('marked-sent')).toEqual(['messages.story-queued', 'messages.story-marked-sent'])
  expect(texts(null)).toContain('messages.story-sent')
})

describe('the rows of a CSV as it comes', () => {
  const csv = 'number,message\r\n1,"two\r\nlines, ""quoted"""\r\n2,plain\r\n'
  const bytes = new TextEncoder().encode(csv)

  test('a line break inside quotes ends no row, wherever the pieces are cut', () => {
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      const counter = createRowCounter()
      counter.take(bytes.subarray(0, cut))
      expect(counter.take(bytes.subarray(cut))).toBe(2)
    }
  })

  test('the head alone is no row', () => {
    expect(createRowCounter().take(new TextEncoder().encode('number,message\r\n'))).toBe(0)
    expect(createRowCounter().take(new Uint8Array())).toBe(0)
  })
})
