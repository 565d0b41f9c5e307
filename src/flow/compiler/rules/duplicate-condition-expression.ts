import type { Rule } from './rule.ts'

/** The first of them always wins. */
export const duplicateConditionExpression: Rule = ({ nodes }) =>
  nodes.flatMap(({ node, conditions }) => {
    if (conditions.size < 2) return []
    const seen = new Set<string>()
    const again = new Set<string>()
    for (const { expression } of conditions.values()) {
      if (expression !== undefined) (seen.has(expression) ? again : seen).add(expression)
    }
    return [...again].map((expression) => ({
      severity: 'Error',
      type: 'DuplicateConditionExpression',
      message: `Node ${node.name} has multiple conditions with the same expression, ${expression}.`,
      details: { duplicateConditionExpression: { node: node.name, expression } },
    }))
  })
