import type { Rule } from './rule.ts'

/** A node fires without the inputs that it does not need: for these a warning. Fixed optional inputs may stay unconnected. */
export const unfulfilledNodeInput: Rule = ({ nodes }) =>
  nodes.flatMap(({ node, inputPorts, inputs }) =>
    [...inputs.values()]
      .filter(({ input, feeds }) => feeds.length === 0 && inputPorts.get(input.name)?.required !== false)
      .map(({ input }) => ({
        severity: inputPorts.has(input.name) ? 'Error' : 'Warning',
        type: 'UnfulfilledNodeInput',
        message: `Input ${input.name} of node ${node.name} has no data connection.`,
        details: { unfulfilledNodeInput: { node: node.name, input: input.name } },
      })),
  )
