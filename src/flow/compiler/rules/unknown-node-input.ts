import { firstInNodes } from './first-findings.ts'
import type { Rule } from './rule.ts'

export const unknownNodeInput: Rule = ({ nodes }) =>
  firstInNodes(
    nodes,
    ({ inputs }) => inputs.values(),
    ({ input: { name } }, { node, type, inputPorts }) => {
      if (type.freeInputs || inputPorts.has(name)) return undefined
      return {
        severity: 'Error',
        type: 'UnknownNodeInput',
        message: `Node ${node.name} has an unknown input '${name}' that is not supported by this node type.`,
        details: { unknownNodeInput: { node: node.name, input: name } },
      }
    },
  )
