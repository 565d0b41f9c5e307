import fc from 'fast-check'
import { expect, it } from 'vitest'
import { variablesOf } from './prompt-template.ts'

it.each<[readonly string[], readonly string[]]>([
  [[], []],
  [['no { variables }} {{ in this }'], []],
  [
    ['{{a}} {{ b_1 }} {{a}}', '{{c-2}}{{b_1}}'],
    ['a', 'b_1', 'c-2'],
  ],
  [['{{{a}}} {{{{b}}'], ['a', 'b']],
  [['{{\n a\t}} {{ä}} {{}} {{_a}} {{a b}}'], ['a']],
])('finds the variables of %j', (texts, names) => {
  expect(variablesOf(texts)).toEqual(names)
  expect(variablesOf(texts, 1)).toEqual(names.slice(0, 1))
})

it('finds what a plain search finds, in any text', () => {
  const piece = fc.constantFrom('{', '{{', '}', '}}', ' ', '\n', 'a', 'bc', '1', '-', '_', 'ö')

  fc.assert(
    fc.property(
      fc.array(
        fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join('')),
        { maxLength: 3 },
      ),
      (texts) => {
        const plain = texts.flatMap((text) =>
          [...text.matchAll(/\{\{\s*([0-9A-Za-z][0-9A-Za-z_-]{0,199})\s*\}\}/g)].map(([, name]) => name),
        )

        expect(variablesOf(texts)).toEqual([...new Set(plain)])
      },
    ),
    { numRuns: 2_000 },
  )
})
