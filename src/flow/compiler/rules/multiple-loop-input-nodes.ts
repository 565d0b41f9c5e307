import { bodyNodes } from './body-nodes.ts'
import type { Rule } from './rule.ts'

export const multipleLoopInputNodes: Rule = ({ nodes }) =>
  bodyNodes(nodes, 'LoopInput')
    .filter(({ found }) => found.length > 1)
    .map(({ loop }) => ({
      severity: 'Error',
      type: 'MultipleLoopInputNodes',
      message: `The body of Loop ${loop.node.name} has several LoopInput nodes; it takes one.`,
      details: { multipleLoopInputNodes: { loopNode: loop.node.name } },
      at: loop,
    }))
