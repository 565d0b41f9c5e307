import { defaultCondition } from '../../nodes/condition.ts'
import type { Rule } from './rule.ts'

export const missingDefaultCondition: Rule = ({ nodes }) =>
  nodes
    .filter(({ node, conditions }) => node.type === 'Condition' && node.configuration?.condition && !conditions.has(defaultCondition))
    .map(({ node }) => ({
      severity: 'Error',
      type: 'MissingDefaultCondition',
      message: `Node ${node.name} is missing a default condition: add one named default, without an expression.`,
      details: { missingDefaultCondition: { node: node.name } },
    }))
