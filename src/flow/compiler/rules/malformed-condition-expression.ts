import type { FlowNode } from '../../../contract/flow-definition.ts'
import type { FlowValidation } from '../../../contract/flow-validation.ts'
import { conditionFaults, type InputTypes } from '../../expression/condition-faults.ts'
import { defaultCondition } from '../../nodes/condition.ts'
import type { IndexedCondition, IndexedNode } from '../definition-index.ts'
import type { Rule } from './rule.ts'

export const malformedConditionExpression: Rule = ({ nodes }) =>
  nodes.flatMap(({ node, inputs, conditions }) =>
    [...conditions.values()].flatMap((condition) =>
      causesOf(condition, typesOf(inputs), node.type === 'Condition').map((cause) => finding(node, condition.name, cause)),
    ),
  )

const causesOf = (
  { name, parsed }: Pick<IndexedCondition, 'name' | 'parsed'>,
  types: InputTypes,
  hasDefault: boolean,
): readonly string[] => {
  if (hasDefault && name === defaultCondition) return parsed ? ['The default condition takes no expression'] : []
  if (!parsed) return ['Every condition but default needs an expression']
  return 'cause' in parsed ? [parsed.cause] : conditionFaults(parsed.expression, types)
}

const typesOf = (inputs: IndexedNode['inputs']): InputTypes => new Map([...inputs].map(([name, { input }]) => [name, input.type]))

const finding = (node: FlowNode, condition: string, cause: string): FlowValidation => ({
  severity: 'Error',
  type: 'MalformedConditionExpression',
  message: `Condition ${condition} of node ${node.name} is malformed: ${cause}.`,
  details: { malformedConditionExpression: { node: node.name, condition, cause } },
})
