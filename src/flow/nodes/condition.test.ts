import { expect, it } from 'vitest'
import { parseCondition } from '../expression/parse-condition.ts'
import { choose } from './condition.ts'

const named = (name: string, text: string) => {
  const parsed = parseCondition(text)
  if ('cause' in parsed) throw new Error(parsed.cause)
  return { name, expression: parsed.expression }
}

it.each([
  [{ n: 20 }, 'big'],
  [{ n: 10 }, 'even'],
  [{ n: 3 }, 'default'],
])('for %j the first true condition is %s', (inputs, name) => {
  const conditions = [{ name: 'default' }, named('big', 'n > 15'), named('even', 'n == 10 or n == 20'), named('late', 'n == 10')]

  expect(choose(conditions, inputs)).toBe(name)
})
