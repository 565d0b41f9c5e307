import type { Rule } from './rule.ts'

export const malformedNodeInputExpression: Rule = ({ nodes }) =>
  nodes.flatMap(({ node, inputs }) =>
    [...inputs.values()].flatMap(({ input, parsed }) => {
      if (!('cause' in parsed)) return []
      return {
        severity: 'Error',
        type: 'MalformedNodeInputExpression',
        message: `The expression of input ${input.name} of node ${node.name} is malformed: ${parsed.cause}.`,
        details: { malformedNodeInputExpression: { node: node.name, input: input.name, cause: parsed.cause } },
      }
    }),
  )
