import { bodyNodes } from './body-nodes.ts'
import type { Rule } from './rule.ts'

export const missingLoopInputNode: Rule = ({ nodes }) =>
  bodyNodes(nodes, 'LoopInput')
    .filter(({ found }) => found.length === 0)
    .map(({ loop }) => ({
      severity: 'Error',
      type: 'MissingLoopInputNode',
      message: `The body of Loop ${loop.node.name} is missing a LoopInput node.`,
      details: { missingLoopInputNode: { loopNode: loop.node.name } },
      at: loop,
    }))
