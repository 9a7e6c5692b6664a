// Only Baileys' own strays are let by.
import { isOfBaileys } from '@main/unhandled-rejections.ts'
import { expect, test } from 'vitest'

const thrownAt = (...frames: string[]): Error => {
  const error = new Error('Unsupported state or unable to authenticate data')
  error.stack = [`Error: ${error.message}`, ...frames.map((frame) => `    at ${frame}`)].join('\n')
  return error
}

test('what was thrown inside Baileys is its own', () => {
  const linux = 'aesDecryptGCM (file:///opt/dakiya/node_modules/@whiskeysockets/baileys/lib/Utils/crypto.js:60:1)'
  const windows =
    'f (C:\\Dakiya\\resources\\app.asar\\node_modules\\@whiskeysockets\\baileys\\lib\\Socket\\socket.js:1:1)'
  expect(isOfBaileys(thrownAt('Decipheriv.final (node:internal/crypto/cipher:180:28)', linux))).toBe(true)
  expect(isOfBaileys(thrownAt(windows))).toBe(true)
  expect(isOfBaileys(new Error('wrapped', { cause: thrownAt(linux) }))).toBe(true)
})

test('nothing else is', () => {
  expect(isOfBaileys(new Error('ours, of @whiskeysockets/baileys'))).toBe(false)
  expect(isOfBaileys(thrownAt('settle (file:///opt/dakiya/out/main/chunks/engine.js:1:1)'))).toBe(false)
  expect(isOfBaileys('words')).toBe(false)
  expect(isOfBaileys(undefined)).toBe(false)
})
