import type { Rule } from './rule.ts'

export const missingEndingNodes: Rule = ({ nodes, loop }) => {
  if (loop || nodes.some(({ type }) => type.behaviour === 'end')) return []
  return [
    {
      severity: 'Error',
      type: 'MissingEndingNodes',
      message: 'The flow is missing a required Flow Output node.',
      details: { missingEndingNodes: {} },
    },
  ]
}
