import type { FlowNode } from '../../../contract/flow-definition.ts'
import type { FlowValidation } from '../../../contract/flow-validation.ts'
import { conditionFaults, type InputTypes } from '../../expression/condition-faults.ts'
import { parseCondition } from '../../expression/parse-condition.ts'
import { defaultCondition } from '../../nodes/condition.ts'
import type { IndexedCondition, IndexedNode } from '../definition-index.ts'
import type { Rule } from './rule.ts'

export const malformedConditionExpression: Rule = ({ nodes }) =>
  nodes.flatMap(({ node, inputs, conditions }) => [
    ...[...conditions.values()].flatMap((condition) =>
      causesOf(condition, typesOf(inputs)).map((cause) => finding(node, condition.name, cause)),
    ),
    ...continueFindings(node),
  ])

const causesOf = ({ name, parsed }: Pick<IndexedCondition, 'name' | 'parsed'>, types: InputTypes): readonly string[] => {
  if (name === defaultCondition) return parsed ? ['The default condition takes no expression'] : []
  if (!parsed) return ['Every condition but default needs an expression']
  return 'cause' in parsed ? [parsed.cause] : conditionFaults(parsed.expression, types)
}

const typesOf = (inputs: IndexedNode['inputs']): InputTypes => new Map([...inputs].map(([name, { input }]) => [name, input.type]))

/**
 * A LoopController's condition sees only its inputs of category LoopCondition.
 * @remarks Assumed: AWS's model lets the expression be left out, but nothing says what a loop without one does.
 */
const continueFindings = (node: FlowNode): readonly FlowValidation[] => {
  const condition = node.type === 'LoopController' ? node.configuration?.loopController?.continueCondition : undefined
  if (!condition) return []
  const { name, expression } = condition
  if (expression === undefined) return [finding(node, name, 'A loop needs an expression to go on by')]
  const parsed = parseCondition(expression)
  if ('cause' in parsed) return [finding(node, name, parsed.cause)]
  const types = new Map(node.inputs?.filter(({ category }) => category === 'LoopCondition').map((input) => [input.name, input.type]))
  return conditionFaults(parsed.expression, types).map((cause) => finding(node, name, cause))
}

const finding = (node: FlowNode, condition: string, cause: string): FlowValidation => ({
  severity: 'Error',
  type: 'MalformedConditionExpression',
  message: `Condition ${condition} of node ${node.name} is malformed: ${cause}.`,
  details: { malformedConditionExpression: { node: node.name, condition, cause } },
})
