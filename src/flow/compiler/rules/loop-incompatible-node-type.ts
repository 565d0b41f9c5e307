import type { FlowNodeType } from '../../../contract/flow-definition.ts'
import type { Rule } from './rule.ts'

/** A Loop's body takes neither the ends of a flow nor its branches: a Loop inside it and all that works is fine. */
export const loopIncompatibleNodeType: Rule = ({ nodes }) =>
  nodes.flatMap((loop) =>
    (loop.body?.nodes ?? []).flatMap(({ node }) => {
      const { type: incompatibleNodeType, name: incompatibleNodeName } = node
      if (!isIncompatible(incompatibleNodeType)) return []
      return {
        severity: 'Error',
        type: 'LoopIncompatibleNodeType',
        message: `The body of Loop ${loop.node.name} holds node ${incompatibleNodeName} of type ${incompatibleNodeType}, which it cannot repeat.`,
        details: { loopIncompatibleNodeType: { node: loop.node.name, incompatibleNodeType, incompatibleNodeName } },
        at: loop,
      }
    }),
  )

type Incompatible = 'Input' | 'Condition' | 'Iterator' | 'Collector'

const isIncompatible = (type: FlowNodeType): type is Incompatible =>
  type === 'Input' || type === 'Condition' || type === 'Iterator' || type === 'Collector'
