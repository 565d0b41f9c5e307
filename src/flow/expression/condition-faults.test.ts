import { expect, it } from 'vitest'
import { conditionFaults, type InputTypes } from './condition-faults.ts'
import { parseCondition } from './parse-condition.ts'

const types: InputTypes = new Map([
  ['text', 'String'],
  ['n', 'Number'],
  ['flag', 'Boolean'],
  ['object', 'Object'],
  ['list', 'Array'],
])

const faults = (text: string) => {
  const parsed = parseCondition(text)
  if ('cause' in parsed) throw new Error(parsed.cause)
  return conditionFaults(parsed.expression, types).map(({ cause }) => cause)
}

it.each(['text == "x"', 'n > 3', '3 <= n', 'flag', 'not flag and n < 4', 'text == n', 'flag != "x"', 'text', 'n == true'])(
  '%s has none',
  (text) => {
    expect(faults(text)).toEqual([])
  },
)

it.each<[string, readonly string[]]>([
  ['1 == 1', ['It mentions no input of the node']],
  ['true == true or "a" == "b"', ['It mentions no input of the node']],
  ['txt == "x"', ['The node has no input txt']],
  ['Text == "x"', ['The node has no input Text']],
  ['constructor == "x"', ['The node has no input constructor']],
  ['missing', ['The node has no input missing']],
  ['one == 1 and two == 2 and one == 3', ['The node has no input one', 'The node has no input two']],
  ['text > 3', ['The operator > does not compare values of type String']],
  ['3 < text', ['The operator < does not compare values of type String']],
  ['flag >= 1', ['The operator >= does not compare values of type Boolean']],
  ['n < "4"', ['The operator < does not compare values of type String']],
  ['n <= true', ['The operator <= does not compare values of type Boolean']],
  ['"3" < "4" or flag', ['The operator < does not compare values of type String']],
  ['object == "x"', ['The operator == does not compare values of type Object']],
  ['"x" != list', ['The operator != does not compare values of type Array']],
  ['object', ['The operator == does not compare values of type Object']],
  ['not list', ['The operator == does not compare values of type Array']],
  ['list > object', ['The operator > does not compare values of type Array']],
  [
    'text > 3 and flag > 3',
    ['The operator > does not compare values of type String', 'The operator > does not compare values of type Boolean'],
  ],
  ['text > 3 or text > 4', ['The operator > does not compare values of type String']],
  ['missing > text', ['The node has no input missing', 'The operator > does not compare values of type String']],
])('%s has these', (text, expected) => {
  expect(faults(text)).toEqual(expected)
})

it('says of which operand, whose place is known', () => {
  const parsed = parseCondition('n > 1 and txt == "x" or 3 < "4" and txt == "y"')

  const places =
    'expression' in parsed &&
    conditionFaults(parsed.expression, types).map(({ cause, operand }) => [cause, operand && parsed.positions.get(operand)])
  expect(places).toEqual([
    ['The node has no input txt', 11],
    ['The operator < does not compare values of type String', 29],
  ])
})
