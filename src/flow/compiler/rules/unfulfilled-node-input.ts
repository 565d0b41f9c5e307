import type { Finding, Rule } from './rule.ts'

/** A node fires without the inputs that it does not need: for these a warning. Fixed optional inputs may stay unconnected. */
export const unfulfilledNodeInput: Rule = ({ nodes }) => {
  const findings = nodes.flatMap(({ node, inputPorts, inputs }) =>
    [...inputs.values()]
      .filter(({ input, connected }) => !connected && inputPorts.get(input.name)?.required !== false)
      .map(({ input }): Finding => ({
        severity: inputPorts.has(input.name) ? 'Error' : 'Warning',
        type: 'UnfulfilledNodeInput',
        message: `Input ${input.name} of node ${node.name} has no data connection.`,
        details: { unfulfilledNodeInput: { node: node.name, input: input.name } },
      })),
  )
  return [...findings.filter(({ severity }) => severity === 'Error'), ...findings.filter(({ severity }) => severity !== 'Error')]
}
