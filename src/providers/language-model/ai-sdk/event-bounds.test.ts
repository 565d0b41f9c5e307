import { expect, it } from 'vitest'
import { EventBounds } from './event-bounds.ts'

const look = (pieces: readonly string[], longest = 10) => {
  const bounds = new EventBounds(longest, () => new Error('too long'))
  return () => pieces.forEach((piece) => bounds.look(Buffer.from(piece)))
}

it.each([
  ['\n\n', ['data: abc', '\n', '\n']],
  ['\r\n\r\n', ['data: ab\r', '\n\r', '\n']],
  ['\r\r', ['data: abc\r', '\r']],
])('finds the end of an event, %j, however it is split', (_, event) => {
  expect(look(Array.from({ length: 5 }, () => event).flat(), 16)).not.toThrow()
})

it.each([[['data: abcdef']], [['data: ', 'abcdef']], [['data: abc\n', 'data: def\n']], [['a\n\n', 'data: abcdef']]])(
  'refuses an event that is too long: %j',
  (pieces) => {
    expect(look(pieces)).toThrow('too long')
  },
)
