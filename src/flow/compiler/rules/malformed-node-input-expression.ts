import { firstInNodes } from './first-findings.ts'
import type { Rule } from './rule.ts'

export const malformedNodeInputExpression: Rule = ({ nodes }) =>
  firstInNodes(
    nodes,
    ({ inputs }) => inputs.values(),
    ({ input, parsed }, { node }) => {
      if (!('cause' in parsed)) return undefined
      return {
        severity: 'Error',
        type: 'MalformedNodeInputExpression',
        message: `The expression of input ${input.name} of node ${node.name} is malformed: ${parsed.cause}.`,
        details: { malformedNodeInputExpression: { node: node.name, input: input.name, cause: parsed.cause } },
      }
    },
  )
