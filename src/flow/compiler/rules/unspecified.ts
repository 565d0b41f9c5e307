import { checkStructure } from '../check-structure.ts'
import type { IndexedNode } from '../definition-index.ts'
import { unspecifiedError } from './unspecified-finding.ts'
import type { Rule } from './rule.ts'

/** What AWS refuses before it stores a definition, and faults of one node or connection for which AWS has no type of its own. */
export const unspecified: Rule = (index) => [
  ...(index.loop ? [] : checkStructure(index.definition)).map((message) => unspecifiedError(message)),
  ...index.nodes.flatMap((at) => repeatedNames(at).map((message) => unspecifiedError(message, at))),
  ...index.connections
    .values()
    .filter(({ connection, target }) => connection.type === 'Conditional' && target && begins(target))
    .take(100)
    .map((at) => {
      const { name, target } = at.connection
      return unspecifiedError(`Connection ${name} leads to the ${at.target?.node.type} node ${target}, which waits for no condition.`, at)
    }),
]

/** Whether nothing may lead to a node, because it begins a flow or an iteration. */
export const begins = ({ type: { behaviour } }: IndexedNode): boolean => behaviour === 'start' || behaviour === 'loopStart'

const repeatedNames = ({ node, inputs, outputs }: IndexedNode): readonly string[] => [
  ...(inputs.size < (node.inputs ?? []).length ? [`Node ${node.name} declares two inputs of one name.`] : []),
  ...(outputs.size < (node.outputs ?? []).length ? [`Node ${node.name} declares two outputs of one name.`] : []),
]
