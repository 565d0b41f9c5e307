import { bodyNodes } from './body-nodes.ts'
import type { Rule } from './rule.ts'

export const missingLoopControllerNode: Rule = ({ nodes }) =>
  bodyNodes(nodes, 'LoopController')
    .filter(({ found }) => found.length === 0)
    .map(({ loop }) => ({
      severity: 'Error',
      type: 'MissingLoopControllerNode',
      message: `The body of Loop ${loop.node.name} is missing a LoopController node.`,
      details: { missingLoopControllerNode: { loopNode: loop.node.name } },
      at: loop,
    }))
