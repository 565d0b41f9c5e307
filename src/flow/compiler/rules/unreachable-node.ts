import { reachableNodes } from '../reachable-nodes.ts'
import { isMisplaced } from './invalid-loop-boundary.ts'
import type { Rule } from './rule.ts'

/** Such a node never fires. What does not belong where it stands, and a LoopController, has an Error of its own. */
export const unreachableNode: Rule = (index) => {
  const reached = reachableNodes(index)
  if (!reached) return []
  const from = index.loop ? `the LoopInput node of Loop ${index.loop.node.name}` : 'the Input node'
  return index.nodes
    .filter((node) => !reached.has(node) && node.type.behaviour !== 'loopEnd' && !isMisplaced(node, index))
    .map(({ node }) => ({
      severity: 'Warning',
      type: 'UnreachableNode',
      message: `Node ${node.name} is never reached: no path leads to it from ${from}.`,
      details: { unreachableNode: { node: node.name } },
    }))
}
