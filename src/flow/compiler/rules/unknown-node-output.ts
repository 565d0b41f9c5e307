import type { Rule } from './rule.ts'

export const unknownNodeOutput: Rule = ({ nodes }) =>
  nodes.flatMap(({ node, type, outputPorts, outputs }) =>
    [...outputs.keys()]
      .filter((name) => !type.freeOutputs && !outputPorts.has(name))
      .map((name) => ({
        severity: 'Error',
        type: 'UnknownNodeOutput',
        message: `Node ${node.name} has an unknown output '${name}' that is not supported by this node type${type.behaviour === 'repeat' ? ': no ExitLoop input of its LoopController has this name' : ''}.`,
        details: { unknownNodeOutput: { node: node.name, output: name } },
      })),
  )
