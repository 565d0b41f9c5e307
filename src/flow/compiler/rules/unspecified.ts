import { checkStructure } from '../check-structure.ts'
import type { IndexedNode } from '../definition-index.ts'
import { firstFindings } from './first-findings.ts'
import { unspecifiedError } from './unspecified-finding.ts'
import type { Rule } from './rule.ts'

/** What AWS refuses before it stores a definition, and faults of one node or connection for which AWS has no type of its own. */
export const unspecified: Rule = (index) => [
  ...(index.loop ? [] : checkStructure(index.definition)).map((message) => unspecifiedError(message)),
  ...index.nodes.flatMap((at) => repeatedNames(at).map((message) => unspecifiedError(message, at))),
  ...firstFindings(
    index.nodes.filter(begins).flatMap(({ incoming }) => incoming),
    (at) => {
      const { name, type, target } = at.connection
      if (type !== 'Conditional') return undefined
      return unspecifiedError(`Connection ${name} leads to the ${at.target?.node.type} node ${target}, which waits for no condition.`, at)
    },
  ),
]

/** Whether nothing may lead to a node, because it begins a flow or an iteration. */
const begins = ({ type: { behaviour } }: IndexedNode): boolean => behaviour === 'start' || behaviour === 'loopStart'

const repeatedNames = ({ node, inputs, outputs }: IndexedNode): readonly string[] => [
  ...(inputs.size < (node.inputs ?? []).length ? [`Node ${node.name} declares two inputs of one name.`] : []),
  ...(outputs.size < (node.outputs ?? []).length ? [`Node ${node.name} declares two outputs of one name.`] : []),
]
