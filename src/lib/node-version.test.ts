import { expect, it } from 'vitest'
import { tooOldNode } from './node-version.ts'

it.each([
  ['20.20.2', 'Sluice needs Node.js 24 or newer, this is 20.20.2.'],
  ['24.0.0', undefined],
  ['100.1.0', undefined],
])('says of Node.js %s: %s', (version, sentence) => {
  expect(tooOldNode(version)).toBe(sentence)
})
