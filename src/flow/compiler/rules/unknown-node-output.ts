import type { NodeType } from '../../nodes/node-type.ts'
import type { Rule } from './rule.ts'

export const unknownNodeOutput: Rule = ({ nodes }) =>
  nodes.flatMap(({ node, type, outputPorts, outputs }) =>
    [...outputs.keys()]
      .filter((name) => !type.freeOutputs && !outputPorts.has(name))
      .map((name) => ({
        severity: 'Error',
        type: 'UnknownNodeOutput',
        message: `Node ${node.name} has an unknown output '${name}' that is not supported by this node type${reason(type)}.`,
        details: { unknownNodeOutput: { node: node.name, output: name } },
      })),
  )

const reason = ({ behaviour }: NodeType): string =>
  behaviour === 'repeat' ? ': no ExitLoop input of its LoopController has this name' : ''
