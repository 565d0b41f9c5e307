import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseExpression } from './expression.ts'
import { contains } from './intervals.ts'
import { lengthsOf, textOfLength } from './text-of-length.ts'

it.each<[pattern: string, lengths: readonly (readonly [number, number])[]]>([
  ['', [[0, 0]]],
  ['a', [[1, 1]]],
  ['[0-9a-zA-Z]{10}', [[10, 10]]],
  ['([0-9a-zA-Z][_-]?){1,100}', [[1, 200]]],
  ['(DRAFT|[0-9]{0,4}[1-9][0-9]{0,4})', [[1, 9]]],
  [
    '$|^[a-z]{3}',
    [
      [0, 0],
      [3, 3],
    ],
  ],
  ['(ab){2,3}c?', [[4, 7]]],
  [
    '(abc)+',
    [
      [3, 3],
      [6, 6],
    ],
  ],
  ['(?:\\d{2},){3}', [[9, 9]]],
])('knows how long the texts of %s are', (pattern, lengths) => {
  const known = lengthsOf(parseExpression(pattern))

  expect(known.slice(0, lengths.length)).toEqual(lengths)
})

it.each(['(?=a)b', 'a{', '[a', '(a', 'a)', '\\1'])('does not read %s', (pattern) => {
  expect(() => parseExpression(pattern)).toThrow('is not understood')
})

const patterns = fc.letrec<{ pattern: string }>((tie) => ({
  pattern: fc.oneof(
    { maxDepth: 2 },
    fc.constantFrom('a', '[b-d]', '\\d', '[^a]', '\\.', '.', '\\s'),
    fc.array(tie('pattern'), { minLength: 1, maxLength: 3 }).map((parts) => parts.map((part) => `(?:${part})`).join('')),
    fc.array(tie('pattern'), { minLength: 2, maxLength: 3 }).map((parts) => `(${parts.join('|')})`),
    fc
      .tuple(tie('pattern'), fc.constantFrom('*', '+', '?', '{2}', '{1,3}', '{0,2}', '{2,}'))
      .map(([part, quantifier]) => `(${part})${quantifier}`),
  ),
})).pattern

/** A text of so many characters, or nothing where there is none. */
const textOrNone = (pattern: string, length: number): string | undefined => {
  const expression = parseExpression(pattern)
  return contains(lengthsOf(expression), length) ? textOfLength(expression, length) : undefined
}

it('a text of a length that it knows has this length and fits', () => {
  fc.assert(
    fc.property(patterns, fc.nat({ max: 12 }), (pattern, length) => {
      const text = textOrNone(pattern, length)
      expect([length, undefined]).toContain(text?.length)
      expect(text === undefined || new RegExp(`^(?:${pattern})$`).test(text)).toBe(true)
    }),
    { numRuns: 200 },
  )
})

it.each([
  '([0-9a-zA-Z][_-]?){1,100}',
  '[a-zA-Z]([_]?[0-9a-zA-Z]){1,50}',
  '[a-zA-Z0-9](-*[a-zA-Z0-9]){0,256}',
  '(ab|cde)*f?',
  'arn:aws(-[^:]+)?:iam::([0-9]{12})?:role/(service-role/)?.+',
])('knows the length of every text that %s fits', (pattern) => {
  fc.assert(
    fc.property(fc.stringMatching(new RegExp(`^${pattern}$`)), ({ length }) => {
      expect(textOrNone(pattern, length)).toHaveLength(length)
    }),
  )
})

it('there is no text of a length that it does not know', () => {
  expect(() => textOfLength(parseExpression('(ab){2,3}'), 5)).toThrow('No text of 5 characters fits.')
  expect(() => textOfLength(parseExpression('a{2}'), 3)).toThrow('No text of 3 characters fits.')
})
