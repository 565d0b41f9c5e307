import type { Rule } from './rule.ts'

export const multipleNodeInputConnections: Rule = ({ nodes }) =>
  nodes.flatMap(({ node, inputs }) =>
    [...inputs.values()]
      .filter(({ feeds }) => feeds.length > 1)
      .map(({ input }) => ({
        severity: 'Error',
        type: 'MultipleNodeInputConnections',
        message: `Input ${input.name} of node ${node.name} has multiple incoming connections; it takes one.`,
        details: { multipleNodeInputConnections: { node: node.name, input: input.name } },
      })),
  )
