import { nodeQuotas } from '../../node-quotas.ts'
import { nodesOf } from '../nodes-of.ts'
import type { LintRule } from '../rule.ts'

/** A Condition has more conditions than AWS takes. */
export const conditionQuota: LintRule = (parts) =>
  nodesOf(parts).flatMap(({ node, path }) => {
    const count = node.configuration?.condition?.conditions.length ?? 0
    if (count <= nodeQuotas.conditionsPerNode) return []
    const message = `Node ${node.name} has ${count} conditions, default among them; AWS takes ${nodeQuotas.conditionsPerNode} in one node.`
    return { message, path: [...path, 'configuration', 'condition', 'conditions'] }
  })
