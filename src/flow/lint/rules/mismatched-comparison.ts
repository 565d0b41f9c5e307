import type { IoType } from '../../../contract/flow-definition.ts'
import { comparisonsOf, type Operand } from '../../expression/condition.ts'
import { ioTypeOf } from '../../io-type.ts'
import { conditionsOf } from '../conditions-of.ts'
import type { LintRule } from '../rule.ts'

/** Values of different types are never equal: such a comparison says the same whatever the values are. */
export const mismatchedComparison: LintRule = (parts) =>
  conditionsOf(parts).flatMap(({ name, expression, node, path }) => {
    const types = new Map(node.inputs?.map((input) => [input.name, input.type]))
    return comparisonsOf(expression).flatMap(({ operator, left, right }) => {
      if (operator !== '==' && operator !== '!=') return []
      const [one, other] = [typeOf(left, types), typeOf(right, types)]
      if (one === undefined || other === undefined || one === other) return []
      const message = `Condition ${name} of node ${node.name} compares a ${one} with a ${other} by ${operator}, which is ${operator === '!='} whatever the values are.`
      return { message, path }
    })
  })

const typeOf = (operand: Operand, types: ReadonlyMap<string, IoType>): IoType | undefined => {
  if (operand.type === 'input') return types.get(operand.name)
  const type = ioTypeOf(operand.value)
  return type === 'Null' ? undefined : type
}
