import { defaultCondition } from '../../nodes/condition.ts'
import { nodesOf } from '../nodes-of.ts'
import type { LintRule } from '../rule.ts'

/** AWS documents `default` as the last condition of a node. */
export const defaultNotLast: LintRule = (parts) =>
  nodesOf(parts).flatMap(({ node, path }) => {
    const conditions = node.configuration?.condition?.conditions ?? []
    const index = conditions.findIndex(({ name }) => name === defaultCondition)
    if (index === -1 || index === conditions.length - 1) return []
    const message = `The condition default of node ${node.name} is not the last one, as AWS wants it: the conditions behind it are tried all the same here.`
    return { message, path: [...path, 'configuration', 'condition', 'conditions', index, 'name'] }
  })
