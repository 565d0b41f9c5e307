import type { IoType } from '../../contract/flow-definition.ts'
import { ioTypeOf } from '../io-type.ts'
import { comparisonsOf, inputsOf, type Comparison, type ConditionExpression, type Operand } from './condition.ts'

/** The declared types of a node's inputs, by name. */
export type InputTypes = ReadonlyMap<string, IoType>

/** What is wrong with a condition whatever the values are, from left to right: each a cause without its full stop, each once. */
export const conditionFaults = (expression: ConditionExpression, types: InputTypes): readonly string[] => {
  const mentioned = inputsOf(expression)
  if (mentioned.size === 0) return ['It mentions no input of the node']
  const unknown = [...mentioned].filter((name) => !types.has(name)).map((name) => `The node has no input ${name}`)
  const misuses = comparisonsOf(expression).flatMap((comparison) => misuseOf(comparison, types))
  return [...new Set([...unknown, ...misuses])]
}

const misuseOf = ({ operator, left, right }: Comparison, types: InputTypes): readonly string[] => {
  const comparable: readonly Known[] = operator === '==' || operator === '!=' ? ['String', 'Number', 'Boolean'] : ['Number']
  return [left, right]
    .flatMap((operand) => typeOf(operand, types) ?? [])
    .filter((type) => !comparable.includes(type))
    .slice(0, 1)
    .map((type) => `The operator ${operator} does not compare values of type ${type}`)
}

type Known = IoType | 'Null'

const typeOf = (operand: Operand, types: InputTypes): Known | undefined =>
  operand.type === 'constant' ? ioTypeOf(operand.value) : types.get(operand.name)
