import type { IndexedInput, IndexedNode } from '../definition-index.ts'
import { firstInNodes } from './first-findings.ts'
import type { Finding, Rule } from './rule.ts'

/** A node fires without the inputs that it does not need: for these a warning. Fixed optional inputs may stay unconnected. */
export const unfulfilledNodeInput: Rule = ({ nodes }) => [...unfulfilled(nodes, 'Error'), ...unfulfilled(nodes, 'Warning')]

const unfulfilled = (nodes: readonly IndexedNode[], severity: Finding['severity']): readonly Finding[] =>
  firstInNodes(
    nodes,
    ({ inputs }) => inputs.values(),
    (indexed, { node, inputPorts }) => {
      const { name } = indexed.input
      if (indexed.connected || severityOf(indexed, inputPorts) !== severity) return undefined
      return {
        severity,
        type: 'UnfulfilledNodeInput',
        message: `Input ${name} of node ${node.name} has no data connection.`,
        details: { unfulfilledNodeInput: { node: node.name, input: name } },
      }
    },
  )

const severityOf = ({ input }: IndexedInput, ports: IndexedNode['inputPorts']): Finding['severity'] | undefined => {
  const port = ports.get(input.name)
  if (!port) return 'Warning'
  return port.required ? 'Error' : undefined
}
