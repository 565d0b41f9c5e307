import type { FlowNode, FlowNodeType } from '../../../contract/flow-definition.ts'
import { nodesOf, type PlacedNode } from '../nodes-of.ts'
import type { LintRemark, LintRule } from '../rule.ts'

/**
 * What a node puts out goes nowhere. Of a Loop and a LoopInput, whose outputs are their author's, each is asked about; of another node
 * all together, as some must be declared. What acts on the world outside may put out what nobody needs.
 */
export const unreadOutput: LintRule = (parts) => {
  const read = new Map(
    parts.map((part) => [
      part,
      new Set(
        part.connections.flatMap(({ source, configuration }) => (configuration?.data ? key(source, configuration.data.sourceOutput) : [])),
      ),
    ]),
  )
  return nodesOf(parts).flatMap((placed) => {
    if (acting.has(placed.node.type)) return []
    return unreadOf(placed, (output) => read.get(placed.part)?.has(key(placed.node.name, output)) === true)
  })
}

const acting: ReadonlySet<FlowNodeType> = new Set(['Storage', 'LambdaFunction', 'Agent'])
const free: ReadonlySet<FlowNodeType> = new Set(['Loop', 'LoopInput'])

const unreadOf = ({ node, path }: PlacedNode, isRead: (output: string) => boolean): readonly LintRemark[] => {
  const unread = (node.outputs ?? []).map(({ name }, index) => ({ name, index })).filter(({ name }) => !isRead(name))
  if (!free.has(node.type) && unread.length < (node.outputs ?? []).length) return []
  return unread.slice(0, free.has(node.type) ? undefined : 1).map(({ name, index }) => ({
    message: `Nothing reads the output ${name} of node ${node.name}${inVain(node)}.`,
    path: [...path, 'outputs', index, 'name'],
  }))
}

const inVain = ({ type }: FlowNode): string => (type === 'Prompt' || type === 'KnowledgeBase' ? ': its model is asked in vain' : '')

const key = (node: string, output: string): string => `${node} ${output}`
