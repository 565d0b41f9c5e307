import type { Rule } from './rule.ts'

export const unknownNodeInput: Rule = ({ nodes }) =>
  nodes.flatMap(({ node, type, inputPorts, inputs }) =>
    [...inputs.keys()]
      .filter((name) => !type.freeInputs && !inputPorts.has(name))
      .map((name) => ({
        severity: 'Error',
        type: 'UnknownNodeInput',
        message: `Node ${node.name} has an unknown input '${name}' that is not supported by this node type.`,
        details: { unknownNodeInput: { node: node.name, input: name } },
      })),
  )
