import type { Rule } from './rule.ts'

export const missingStartingNodes: Rule = ({ nodes, loop }) => {
  if (loop || nodes.some(({ type }) => type.behaviour === 'start')) return []
  return [
    {
      severity: 'Error',
      type: 'MissingStartingNodes',
      message: 'The flow is missing a required Flow Input node.',
      details: { missingStartingNodes: {} },
    },
  ]
}
