import type { FlowNodeType } from '../../../contract/flow-definition.ts'
import { nodeQuotas } from '../../node-quotas.ts'
import { nodesOf } from '../nodes-of.ts'
import type { LintRule } from '../rule.ts'

/** There are more nodes than AWS takes in one flow, in all or of one type. Where the first stands that is too many. */
export const nodeQuota: LintRule = (parts) => {
  const nodes = nodesOf(parts)
  const perType: { readonly [Type in FlowNodeType]?: number } = nodeQuotas.perType
  const surplus = nodes[nodeQuotas.total]
  return [
    ...(surplus
      ? [{ message: `The flow has ${nodes.length} nodes; AWS takes ${nodeQuotas.total}.`, path: [...surplus.path, 'name'] }]
      : []),
    ...Map.groupBy(nodes, ({ node }) => node.type)
      .entries()
      .flatMap(([type, all]) => {
        const most = perType[type] ?? all.length
        const first = all[most]
        return first
          ? [{ message: `The flow has ${all.length} nodes of type ${type}; AWS takes ${most}.`, path: [...first.path, 'type'] }]
          : []
      }),
  ]
}
