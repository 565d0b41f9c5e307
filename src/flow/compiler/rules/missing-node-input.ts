import type { Rule } from './rule.ts'

export const missingNodeInput: Rule = ({ nodes }) =>
  nodes.flatMap(({ node, inputPorts, inputs }) =>
    [...inputPorts.values()]
      .filter(({ name, required }) => required && !inputs.has(name))
      .map(({ name }) => ({
        severity: 'Error',
        type: 'MissingNodeInput',
        message: `Node ${node.name} is missing the required input ${name}.`,
        details: { missingNodeInput: { node: node.name, input: name } },
      })),
  )
