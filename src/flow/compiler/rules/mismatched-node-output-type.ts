import { firstInNodes } from './first-findings.ts'
import type { Rule } from './rule.ts'

/** A fixed output has the type that its node gives it; a Loop's output, that of the ExitLoop input of its name. */
export const mismatchedNodeOutputType: Rule = ({ nodes }) =>
  firstInNodes(
    nodes,
    ({ outputs }) => outputs.values(),
    ({ name, type }, { node, outputPorts }) => {
      const expectedType = outputPorts.get(name)?.type ?? 'Any'
      if (expectedType === 'Any' || expectedType === type) return undefined
      return {
        severity: 'Error',
        type: 'MismatchedNodeOutputType',
        message: `Output ${name} of node ${node.name} is declared as ${type}; it must be ${expectedType}.`,
        details: { mismatchedNodeOutputType: { node: node.name, output: name, expectedType } },
      }
    },
  )
