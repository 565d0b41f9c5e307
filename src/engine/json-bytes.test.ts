import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Json } from '../lib/json.ts'
import { largerThan } from './json-bytes.ts'

const units = fc.constantFrom('\ud83d', '\ude00', '😀', '"', '\\', '\n', '\u0001', 'é', '京', 'a')
const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: units }))
/** Of several pieces, whose borders fall anywhere. */
const longText = fc.tuple(text, fc.string({ unit: units, minLength: 1, maxLength: 3 })).map(([head, unit]) => head + unit.repeat(20_000))

it('counts the bytes that a value has as JSON, and just as many are not too many', () => {
  fc.assert(
    fc.property(fc.oneof({ arbitrary: text, weight: 5 }, { arbitrary: fc.jsonValue(), weight: 5 }, longText), (drawn) => {
      const value = drawn as Json
      const bytes = Buffer.byteLength(JSON.stringify(value))

      const larger = [bytes - 1, bytes, bytes + 1].map((most) => largerThan(value, most))

      expect(larger).toEqual([true, false, false])
    }),
    { numRuns: 1_000 },
  )
})
