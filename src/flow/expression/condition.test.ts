import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { NodeError } from '../node-error.ts'
import type { Values } from '../nodes/node-type.ts'
import { evaluateCondition, inputsOf, type ConditionExpression, type Operand } from './condition.ts'
import { parseCondition } from './parse-condition.ts'

const parsed = (text: string): ConditionExpression => {
  const result = parseCondition(text)
  if ('cause' in result) throw new Error(result.cause)
  return result.expression
}

const inputs: Values = { text: 'billing', n: 5, flag: true, off: false, list: [1], object: { a: 1 }, android: 'x', trueish: 1 }

describe('evaluation', () => {
  it.each<[string, boolean]>([
    ['text == "billing"', true],
    ['"billing" == text', true],
    ['text != "refund"', true],
    ['text == "Billing"', false],
    ['n == 5', true],
    ['n == 5.0', true],
    ['n == "5"', false],
    ['n != "5"', true],
    ['flag == "true"', false],
    ['n > -1', true],
    ['n>=5 and n<=5', true],
    ['n < 5 or n > 5', false],
    ['n < 5e1', true],
    ['flag', true],
    ['not flag', false],
    ['not not flag', true],
    ['off == False', true],
    ['flag == True and off == false', true],
    ['text', false],
    ['flag or off and off', true],
    ['(flag or off) and off', false],
    ['not off and off', false],
    ['not n == 4', true],
    ['((n == 5))', true],
    ['android == "x"', true],
    ['trueish == 1', true],
    ['list == list', false],
    ['object != object', true],
  ])('%s is %s', (text, value) => {
    expect(evaluateCondition(parsed(text), inputs)).toBe(value)
  })

  it('understands escaped quotes and backslashes', () => {
    expect(evaluateCondition(parsed(String.raw`q == "say \"hi\" \\ bye"`), { q: String.raw`say "hi" \ bye` })).toBe(true)
  })

  it.each([
    ['n > text', 'The operator > compares numbers only, but input text is of type String.'],
    ['flag <= 1', 'The operator <= compares numbers only, but input flag is of type Boolean.'],
    ['n < "6"', 'The operator < compares numbers only, but "6" is of type String.'],
    ['constructor == 1', 'The condition mentions input constructor, which has no value.'],
  ])('%s fails the node', (text, message) => {
    expect(() => evaluateCondition(parsed(text), inputs)).toThrow(new NodeError('VALIDATION', message))
  })

  it('stops as soon as it knows', () => {
    expect(evaluateCondition(parsed('flag or missing > 1'), inputs)).toBe(true)
    expect(evaluateCondition(parsed('off and missing > 1'), inputs)).toBe(false)
  })
})

describe('parsing', () => {
  it('names the inputs that are mentioned', () => {
    expect(inputsOf(parsed('not (a1 == "x" or b1) and 3 < a1 and true == c1'))).toEqual(new Set(['a1', 'b1', 'c1']))
  })

  it.each([
    ['', 'Expected the name of an input or a constant but found the end'],
    ['a ==', 'Expected the name of an input or a constant but found the end'],
    ['a == ', 'Expected the name of an input or a constant but found the end'],
    ['a = 1', 'Equality is written ==, not =, at character 3'],
    ["a == 'x'", 'A string stands in double quotes, not in single ones, at character 6'],
    ['a == "x', 'A string has no closing quote, or a backslash before something else than " or \\, at character 6'],
    [String.raw`a == "\n"`, 'A string has no closing quote, or a backslash before something else than " or \\, at character 6'],
    ['a < b < c', 'Expected the end but found < at character 7'],
    ['(a == 1', 'Expected ) but found the end'],
    ['a == 1)', 'Expected the end but found ) at character 7'],
    ['a and', 'Expected the name of an input or a constant but found the end'],
    ['and a', 'Expected the name of an input or a constant but found and at character 1'],
    ['"x"', 'Expected a comparison but found the end'],
    ['a.b == 1', 'Unexpected "." at character 2'],
    ['a == 1x', 'Unexpected "1" at character 6'],
    ['a == 1e999', 'The number at character 6 is too large'],
    ['a AND b', 'Expected the end but found AND at character 3'],
    ['a == 💧', 'Unexpected "💧" at character 6'],
  ])('%j is malformed', (text, cause) => {
    expect(parseCondition(text)).toEqual({ cause })
  })

  it.each(['(', 'not '])('refuses 100,000 times %j', (opener) => {
    expect(parseCondition(`${opener.repeat(100_000)}a`)).toEqual({ cause: 'Nested deeper than 100 levels' })
  })

  it('reads back whatever it can express', () => {
    fc.assert(
      fc.property(condition, (expression) => {
        expect(evaluateCondition(parsed(written(expression)), values)).toBe(evaluateCondition(expression, values))
      }),
    )
  })

  it('never throws', () => {
    const pieces = fc.array(fc.constantFrom('a', ' ', '==', '<', '"', '\\', '(', ')', 'not', 'and', '1', '.', "'", '=', 'true'))

    fc.assert(fc.property(pieces, (texts) => void parseCondition(texts.join(''))))
  })
})

const values: Values = { aa: 1, bb: -2.5, cc: 1 }
const operand: fc.Arbitrary<Operand> = fc.oneof(
  fc.constantFrom<Operand>({ type: 'input', name: 'aa' }, { type: 'input', name: 'bb' }, { type: 'input', name: 'cc' }),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value): Operand => ({ type: 'constant', value })),
)
const { condition } = fc.letrec<{ condition: ConditionExpression }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small' },
    fc.record({ type: fc.constant('compare'), operator: fc.constantFrom('==', '!=', '<', '<=', '>', '>='), left: operand, right: operand }),
    fc.record({ type: fc.constant('not'), operand: tie('condition') }),
    fc.record({ type: fc.constantFrom('and', 'or'), operands: fc.array(tie('condition'), { minLength: 2, maxLength: 3 }) }),
  ),
}))

const written = (expression: ConditionExpression): string => {
  switch (expression.type) {
    case 'or':
    case 'and':
      return expression.operands.map((each) => `(${written(each)})`).join(` ${expression.type} `)
    case 'not':
      return `not (${written(expression.operand)})`
    case 'compare':
      return `${side(expression.left)} ${expression.operator} ${side(expression.right)}`
  }
}
const side = (each: Operand): string => (each.type === 'input' ? each.name : JSON.stringify(each.value))
