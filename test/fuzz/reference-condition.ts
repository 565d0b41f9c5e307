import type { ConditionExpression, Operand } from '../../src/flow/expression/condition.ts'
import type { Json } from '../../src/lib/json.ts'

/** What a condition answers, worked out over all its comparisons at once. `undefined`: it fails the node. */
export const referenceCondition = (condition: ConditionExpression, inputs: Readonly<Record<string, Json>>): boolean | undefined => {
  switch (condition.type) {
    case 'not': {
      const answer = referenceCondition(condition.operand, inputs)
      return answer === undefined ? undefined : !answer
    }
    case 'and':
    case 'or': {
      const decisive = condition.type === 'or'
      const answers = condition.operands.map((operand) => referenceCondition(operand, inputs))
      const first = answers.findIndex((answer) => answer === undefined || answer === decisive)
      return first === -1 ? !decisive : answers[first]
    }
    case 'compare':
      return compared(condition.operator, valueOf(condition.left, inputs), valueOf(condition.right, inputs))
  }
}

const valueOf = (operand: Operand, inputs: Readonly<Record<string, Json>>): Json | undefined =>
  operand.type === 'constant' ? operand.value : new Map(Object.entries(inputs)).get(operand.name)

const compared = (operator: string, left: Json | undefined, right: Json | undefined): boolean | undefined => {
  if (left === undefined || right === undefined) return undefined
  const equal = typeof left === typeof right && typeof left !== 'object' && JSON.stringify(left) === JSON.stringify(right)
  if (operator === '==') return equal
  if (operator === '!=') return !equal
  if (typeof left !== 'number' || typeof right !== 'number') return undefined
  return operator.startsWith('<') ? left < right || (operator === '<=' && equal) : left > right || (operator === '>=' && equal)
}
