import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { conditionOver, writtenCondition } from '../../../test/expressions.ts'
import { NodeError } from '../node-error.ts'
import type { Values } from '../nodes/node-type.ts'
import { evaluateCondition, inputsOf, type ConditionExpression } from './condition.ts'
import { parseCondition } from './parse-condition.ts'

const parsed = (text: string): ConditionExpression => {
  const result = parseCondition(text)
  if ('cause' in result) throw new Error(result.cause)
  return result.expression
}

const answerOf = (condition: ConditionExpression, inputs: Values): unknown => {
  try {
    return evaluateCondition(condition, inputs)
  } catch (error) {
    return error instanceof NodeError ? error.name : error
  }
}

describe('a condition', () => {
  it('names the inputs that it mentions', () => {
    expect(inputsOf(parsed('not (a1 == "x" or b1) and 3 < a1 and true == c1'))).toEqual(new Set(['a1', 'b1', 'c1']))
  })

  it('is read back as it was written', () => {
    fc.assert(
      fc.property(conditionOver(['aa', 'bb', 'android', 'or_else']), (condition) => {
        expect(parsed(writtenCondition(condition))).toEqual(condition)
      }),
    )
  })

  it('answers true or false, or fails the node, whatever the values are', () => {
    const values = fc.dictionary(fc.constantFrom('aa', 'bb', 'cc'), fc.jsonValue())

    fc.assert(
      fc.property(conditionOver(['aa', 'bb', 'cc']), values, (condition, inputs) => {
        expect([true, false, 'NodeError']).toContain(answerOf(condition, JSON.parse(JSON.stringify(inputs))))
      }),
    )
  })

  it('is parsed without an exception, whatever the text is', () => {
    const pieces = fc.constantFrom('a', ' ', '==', '<', '"', '\\', '(', ')', 'not', 'and', '1', '.', "'", '=', 'true', '&&', '“', '\0')

    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string({ maxLength: 2 }))), (texts) => {
        const text = texts.join('')
        const result = parseCondition(text)

        expect('expression' in result || result.position <= text.length + 1).toBe(true)
      }),
    )
  })

  it.each(['(', 'not '])('is refused with 100,000 times %j', (opener) => {
    expect(parseCondition(`${opener.repeat(100_000)}a`)).toEqual({
      cause: 'Nested deeper than 100 levels',
      position: 101 * opener.length + 1,
    })
  })

  it('may chain as many comparisons as there are', () => {
    const chain = Array.from({ length: 100_000 }, () => 'a == 1').join(' and ')

    expect(evaluateCondition(parsed(chain), { a: 1 })).toBe(true)
  })
})
