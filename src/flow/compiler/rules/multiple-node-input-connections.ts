import { firstInNodes } from './first-findings.ts'
import type { Rule } from './rule.ts'

export const multipleNodeInputConnections: Rule = ({ nodes }) =>
  firstInNodes(
    nodes,
    ({ inputs }) => inputs.values(),
    ({ input, feeds }, { node }) => {
      if (feeds.length <= 1) return undefined
      return {
        severity: 'Error',
        type: 'MultipleNodeInputConnections',
        message: `Input ${input.name} of node ${node.name} has multiple incoming connections; it takes one.`,
        details: { multipleNodeInputConnections: { node: node.name, input: input.name } },
      }
    },
  )
