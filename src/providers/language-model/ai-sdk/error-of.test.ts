import { expect, it } from 'vitest'
import { errorOf } from './error-of.ts'

it.each<[unknown, unknown]>([
  ['words', 'words'],
  [undefined, 'undefined'],
  [
    { type: 'x', message: 'busy', statusCode: 429 },
    { message: 'busy', status: 429 },
  ],
  [Object.assign(new Error('busy'), { statusCode: 529 }), { message: 'busy', status: 529 }],
  [new Error('busy'), { message: 'busy' }],
  [{ detail: 1 }, { message: '{"detail":1}' }],
])('tells %j', (error, told) => {
  expect(errorOf(error)).toEqual(told)
})
