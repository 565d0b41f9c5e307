import { nodesOf } from '../nodes-of.ts'
import type { LintRule } from '../rule.ts'

/** A Loop in the body of a Loop: AWS does not say whether it takes one. */
export const nestedLoop: LintRule = (parts) =>
  nodesOf(parts)
    .filter(({ node, part }) => node.type === 'Loop' && part.path.length > 0)
    .map(({ node, path }) => ({
      message: `Loop ${node.name} stands in the body of another Loop, which AWS may refuse: it documents none.`,
      path: [...path, 'name'],
    }))
