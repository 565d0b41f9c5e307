import type { IoType } from '../../contract/flow-definition.ts'
import { ioTypeOf } from '../io-type.ts'
import { comparisonsOf, inputsOf, type Comparison, type ConditionExpression, type Operand } from './condition.ts'

/** The declared types of a node's inputs, by name. */
export type InputTypes = ReadonlyMap<string, IoType>

/** What is wrong with a condition whatever the values are: a cause without its full stop, and the operand that it is about. */
export interface ConditionFault {
  readonly cause: string
  readonly operand?: Operand
}

/** Unknown inputs, then comparisons that cannot be made, from left to right; each cause once. */
export const conditionFaults = (expression: ConditionExpression, types: InputTypes): readonly ConditionFault[] => {
  if (inputsOf(expression).size === 0) return [{ cause: 'It mentions no input of the node' }]
  const comparisons = comparisonsOf(expression)
  const unknown = comparisons
    .flatMap(({ left, right }) => [left, right])
    .flatMap((operand) =>
      operand.type === 'input' && !types.has(operand.name) ? { cause: `The node has no input ${operand.name}`, operand } : [],
    )
  return eachOnce([...unknown, ...comparisons.flatMap((comparison) => misuseOf(comparison, types))])
}

const misuseOf = ({ operator, left, right }: Comparison, types: InputTypes): readonly ConditionFault[] => {
  const comparable: readonly Known[] = operator === '==' || operator === '!=' ? ['String', 'Number', 'Boolean'] : ['Number']
  return [left, right]
    .flatMap((operand) => {
      const type = typeOf(operand, types)
      if (type === undefined || comparable.includes(type)) return []
      return { cause: `The operator ${operator} does not compare values of type ${type}`, operand }
    })
    .slice(0, 1)
}

type Known = IoType | 'Null'

const typeOf = (operand: Operand, types: InputTypes): Known | undefined =>
  operand.type === 'constant' ? ioTypeOf(operand.value) : types.get(operand.name)

const eachOnce = (faults: readonly ConditionFault[]): readonly ConditionFault[] => {
  const causes = new Set<string>()
  return faults.filter(({ cause }) => !causes.has(cause) && causes.add(cause))
}
