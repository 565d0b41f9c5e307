import { firstInNodes } from './first-findings.ts'
import type { Rule } from './rule.ts'

export const missingNodeInput: Rule = ({ nodes }) =>
  firstInNodes(
    nodes,
    ({ inputPorts }) => inputPorts.values(),
    ({ name, required }, { node, inputs }) => {
      if (!required || inputs.has(name)) return undefined
      return {
        severity: 'Error',
        type: 'MissingNodeInput',
        message: `Node ${node.name} is missing the required input ${name}.`,
        details: { missingNodeInput: { node: node.name, input: name } },
      }
    },
  )
