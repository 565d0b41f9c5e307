import { checkStructure } from '../check-structure.ts'
import type { IndexedNode } from '../definition-index.ts'
import type { Rule } from './rule.ts'

/** Faults for which AWS has no type of its own. */
export const unspecified: Rule = ({ definition, nodes, connections }) =>
  [
    ...checkStructure(definition),
    ...nodes.flatMap(repeatedNames),
    ...nodes.flatMap(notRunnable),
    ...connections
      .filter(({ connection, target }) => connection.type === 'Conditional' && target?.type.behaviour === 'start')
      .map(({ connection }) => `Connection ${connection.name} leads to the Input node ${connection.target}, which waits for no condition.`),
  ].map((message) => ({ severity: 'Error', type: 'Unspecified', message, details: { unspecified: {} } }))

const repeatedNames = ({ node, inputs, outputs }: IndexedNode): readonly string[] => [
  ...(inputs.size < (node.inputs ?? []).length ? [`Node ${node.name} declares two inputs of one name.`] : []),
  ...(outputs.size < (node.outputs ?? []).length ? [`Node ${node.name} declares two outputs of one name.`] : []),
]

const notRunnable = ({ node, type: { behaviour, run } }: IndexedNode): readonly string[] => {
  if (run || behaviour === 'start' || behaviour === 'end' || behaviour === 'choose') return []
  return [`Node ${node.name} is of type ${node.type}, which this version of Sluice cannot run yet.`]
}
