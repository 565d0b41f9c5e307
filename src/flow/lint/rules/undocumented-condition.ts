import { comparisonsOf, type Operand } from '../../expression/condition.ts'
import { conditionsOf } from '../conditions-of.ts'
import type { LintRule } from '../rule.ts'

/**
 * A Boolean constant, or an input that stands alone: AWS documents neither.
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/flows-nodes.html
 */
export const undocumentedCondition: LintRule = (parts) =>
  conditionsOf(parts).flatMap(({ name, expression, node, path }) =>
    comparisonsOf(expression).some(({ left, right }) => isBoolean(left) || isBoolean(right))
      ? {
          message: `Condition ${name} of node ${node.name} asks for true or false, which AWS does not document: a comparison of texts or numbers is safe.`,
          path,
        }
      : [],
  )

const isBoolean = (operand: Operand): boolean => operand.type === 'constant' && typeof operand.value === 'boolean'
