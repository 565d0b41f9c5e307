import { ioTypeOf } from '../io-type.ts'
import { NodeError } from '../node-error.ts'
import type { Values } from '../nodes/node-type.ts'
import type { Json } from '../../lib/json.ts'

/** A parsed condition. A lone input `flag` is the comparison `flag == true`. */
export type ConditionExpression =
  | { readonly type: 'or' | 'and'; readonly operands: readonly ConditionExpression[] }
  | { readonly type: 'not'; readonly operand: ConditionExpression }
  | { readonly type: 'compare'; readonly operator: Operator; readonly left: Operand; readonly right: Operand }

export type Comparison = Extract<ConditionExpression, { type: 'compare' }>
export type Operator = '==' | '!=' | '<' | '<=' | '>' | '>='
export type Operand =
  | { readonly type: 'input'; readonly name: string }
  | { readonly type: 'constant'; readonly value: string | number | boolean }

/**
 * Equal needs equal types; an Object or Array equals nothing. Connectives stop as soon as they know.
 * @throws NodeError - VALIDATION: `<`, `<=`, `>` or `>=` meets something else than a number.
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/flows-nodes.html
 */
export const evaluateCondition = (expression: ConditionExpression, inputs: Values): boolean => {
  switch (expression.type) {
    case 'or':
      return expression.operands.some((operand) => evaluateCondition(operand, inputs))
    case 'and':
      return expression.operands.every((operand) => evaluateCondition(operand, inputs))
    case 'not':
      return !evaluateCondition(expression.operand, inputs)
    case 'compare':
      return compare(expression, inputs)
  }
}

/** Every comparison of an expression, from left to right. */
export const comparisonsOf = (expression: ConditionExpression): readonly Comparison[] => {
  switch (expression.type) {
    case 'or':
    case 'and':
      return expression.operands.flatMap(comparisonsOf)
    case 'not':
      return comparisonsOf(expression.operand)
    case 'compare':
      return [expression]
  }
}

/** The inputs that an expression mentions. */
export const inputsOf = (expression: ConditionExpression): ReadonlySet<string> =>
  new Set(
    comparisonsOf(expression).flatMap(({ left, right }) => [left, right].flatMap((each) => (each.type === 'input' ? [each.name] : []))),
  )

const compare = ({ operator, left, right }: Comparison, inputs: Values): boolean => {
  if (operator === '==') return isEqual(valueOf(left, inputs), valueOf(right, inputs))
  if (operator === '!=') return !isEqual(valueOf(left, inputs), valueOf(right, inputs))
  const [a, b] = [numberOf(left, operator, inputs), numberOf(right, operator, inputs)]
  switch (operator) {
    case '<':
      return a < b
    case '<=':
      return a <= b
    case '>':
      return a > b
    case '>=':
      return a >= b
  }
}

/** Two objects are never the same one here: whether they were in memory would depend on how the values travelled. */
const isEqual = (left: Json, right: Json): boolean => typeof left !== 'object' && left === right

const numberOf = (operand: Operand, operator: Operator, inputs: Values): number => {
  const value = valueOf(operand, inputs)
  if (typeof value === 'number') return value
  const subject = operand.type === 'input' ? `input ${operand.name}` : JSON.stringify(operand.value)
  throw new NodeError('VALIDATION', `The operator ${operator} compares numbers only, but ${subject} is of type ${ioTypeOf(value)}.`)
}

const valueOf = (operand: Operand, inputs: Values): Json => {
  if (operand.type === 'constant') return operand.value
  const value = Object.hasOwn(inputs, operand.name) ? inputs[operand.name] : undefined
  if (value === undefined) throw new NodeError('VALIDATION', `The condition mentions input ${operand.name}, which has no value.`)
  return value
}
