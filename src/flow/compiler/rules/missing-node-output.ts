import type { Rule } from './rule.ts'

export const missingNodeOutput: Rule = ({ nodes }) =>
  nodes.flatMap(({ node, outputPorts, outputs }) =>
    [...outputPorts.values()]
      .filter(({ name, required }) => required && !outputs.has(name))
      .map(({ name }) => ({
        severity: 'Error',
        type: 'MissingNodeOutput',
        message: `Node ${node.name} is missing the required output ${name}.`,
        details: { missingNodeOutput: { node: node.name, output: name } },
      })),
  )
