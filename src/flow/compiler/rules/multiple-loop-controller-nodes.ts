import { bodyNodes } from './body-nodes.ts'
import type { Rule } from './rule.ts'

export const multipleLoopControllerNodes: Rule = ({ nodes }) =>
  bodyNodes(nodes, 'LoopController')
    .filter(({ found }) => found.length > 1)
    .map(({ loop }) => ({
      severity: 'Error',
      type: 'MultipleLoopControllerNodes',
      message: `The body of Loop ${loop.node.name} has several LoopController nodes; it takes one.`,
      details: { multipleLoopControllerNodes: { loopNode: loop.node.name } },
      at: loop,
    }))
