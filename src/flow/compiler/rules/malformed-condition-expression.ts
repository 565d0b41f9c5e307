import { conditionFaults, type InputTypes } from '../../expression/condition-faults.ts'
import { defaultCondition } from '../../nodes/condition.ts'
import type { IndexedCondition, IndexedNode } from '../definition-index.ts'
import type { Rule } from './rule.ts'

export const malformedConditionExpression: Rule = ({ nodes }) =>
  nodes.flatMap(({ node, inputs, conditions }) =>
    [...conditions.values()].flatMap((condition) =>
      causesOf(condition, { node, inputs }).map((cause) => ({
        severity: 'Error',
        type: 'MalformedConditionExpression',
        message: `Condition ${condition.name} of node ${node.name} is malformed: ${cause}.`,
        details: { malformedConditionExpression: { node: node.name, condition: condition.name, cause } },
      })),
    ),
  )

const causesOf = ({ name, parsed }: IndexedCondition, { node, inputs }: Pick<IndexedNode, 'node' | 'inputs'>): readonly string[] => {
  if (node.type === 'Condition' && name === defaultCondition) return parsed ? ['The default condition takes no expression'] : []
  if (!parsed) return ['Every condition but default needs an expression']
  return 'cause' in parsed ? [parsed.cause] : conditionFaults(parsed.expression, typesOf(inputs)).map(({ cause }) => cause)
}

const typesOf = (inputs: IndexedNode['inputs']): InputTypes => new Map([...inputs].map(([name, { input }]) => [name, input.type]))
