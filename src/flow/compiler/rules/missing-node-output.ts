import { firstInNodes } from './first-findings.ts'
import type { Rule } from './rule.ts'

export const missingNodeOutput: Rule = ({ nodes }) =>
  firstInNodes(
    nodes,
    ({ outputPorts }) => outputPorts.values(),
    ({ name, required }, { node, outputs }) => {
      if (!required || outputs.has(name)) return undefined
      return {
        severity: 'Error',
        type: 'MissingNodeOutput',
        message: `Node ${node.name} is missing the required output ${name}.`,
        details: { missingNodeOutput: { node: node.name, output: name } },
      }
    },
  )
