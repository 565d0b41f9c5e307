import type { NodeType } from '../../nodes/node-type.ts'
import { firstInNodes } from './first-findings.ts'
import type { Rule } from './rule.ts'

export const unknownNodeOutput: Rule = ({ nodes }) =>
  firstInNodes(
    nodes,
    ({ outputs }) => outputs.values(),
    ({ name }, { node, type, outputPorts }) => {
      if (type.freeOutputs || outputPorts.has(name)) return undefined
      return {
        severity: 'Error',
        type: 'UnknownNodeOutput',
        message: `Node ${node.name} has an unknown output '${name}' that is not supported by this node type${reason(type)}.`,
        details: { unknownNodeOutput: { node: node.name, output: name } },
      }
    },
  )

const reason = ({ behaviour }: NodeType): string =>
  behaviour === 'repeat' ? ': no ExitLoop input of its LoopController has this name' : ''
