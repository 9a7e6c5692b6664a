// What a message's panel and menu decide without a page: what can still be done with it, and what its timeline says.

import { readFileSync } from 'node:fs'
import { allowedActions } from '@renderer/messages/allowed-actions.ts'
import { stepsOf } from '@renderer/messages/panel/timeline-steps.ts'
import { describe, expect, test } from 'vitest'

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
    const steps = stepsOf({
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
      ['messages.timeline-queued-by', { program: 'Till' }],
      ['messages.timeline-moved', { device: 'Shop' }],
      ['messages.timeline-sending', {}],
      ['messages.timeline-failed', { reason: 'WhatsApp refused it.' }],
      ['messages.timeline-other', {}],
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
    stepsOf({
      waId: null,
      outcome: code,
      error: 'Why.',
      errorCode: code,
      queuedBy: 'page',
      timeline: [{ at: 1, event: 'failed', detail: 'Why.' }],
    }).map(({ text, facts }) => [text, facts[0]?.value])
  expect(texts('expired')).toEqual([['messages.timeline-expired', 'expired']])
  expect(texts('quarantined')).toEqual([['messages.timeline-quarantined', 'quarantined']])
  expect(texts('479')).toEqual([['messages.timeline-failed', '479']])
})

test('every event that the engine notes has its own words', () => {
  const noted = [
    ...readFileSync('src/main/engine/messages/state/settle.ts', 'utf8').matchAll(/^ {2}'?[\w-]+'?: '([\w-]+)',$/gm),
  ]
  const events = [...noted.map(([, event]) => event ?? ''), 'cancelled', 'restored', 'moved']
  expect(events).toContain('no-answer')
  const timeline = events.map((event, at) => ({ at, event, detail: null }))
  const told = stepsOf({ waId: null, outcome: null, error: null, errorCode: null, queuedBy: 'page', timeline })
  expect(told.filter(({ text }) => text === 'messages.timeline-other')).toEqual([])
})

test('a message that somebody marked as sent does not claim that WhatsApp has it', () => {
  const timeline = ['queued', 'sent', 'marked-sent'].map((event, at) => ({ at, event, detail: null }))
  const marked = { waId: null, error: null, errorCode: null, queuedBy: 'page', timeline }
  const texts = (outcome: string | null) => stepsOf({ ...marked, outcome }).map(({ text }) => text)
  expect(texts('marked-sent')).toEqual(['messages.timeline-queued', 'messages.timeline-marked-sent'])
  expect(texts(null)).toContain('messages.timeline-sent')
})
