import type { Rule } from './rule.ts'

/** A fixed output has the type that its node gives it; a Loop's output, that of the ExitLoop input of its name. */
export const mismatchedNodeOutputType: Rule = ({ nodes }) =>
  nodes.flatMap(({ node, outputPorts, outputs }) =>
    [...outputs.values()].flatMap(({ name, type }) => {
      const expectedType = outputPorts.get(name)?.type ?? 'Any'
      if (expectedType === 'Any' || expectedType === type) return []
      return {
        severity: 'Error',
        type: 'MismatchedNodeOutputType',
        message: `Output ${name} of node ${node.name} is declared as ${type}; it must be ${expectedType}.`,
        details: { mismatchedNodeOutputType: { node: node.name, output: name, expectedType } },
      }
    }),
  )
