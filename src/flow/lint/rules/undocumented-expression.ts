import { parsePath } from '../../expression/path.ts'
import type { PathStep } from '../../expression/path-step.ts'
import { nodesOf } from '../nodes-of.ts'
import type { LintRule } from '../rule.ts'

/**
 * Names in brackets and places that are counted from the end: AWS documents neither.
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/flows-expressions.html
 */
export const undocumentedExpression: LintRule = (parts) =>
  nodesOf(parts).flatMap(({ node, path }) =>
    (node.inputs ?? []).flatMap(({ name, expression }, index) => {
      const what = undocumentedIn(expression)
      if (what === undefined) return []
      const message = `The expression of input ${name} of node ${node.name} uses ${what}, which AWS does not document.`
      return { message, path: [...path, 'inputs', index, 'expression'] }
    }),
  )

const undocumentedIn = (expression: string): string | undefined => {
  const parsed = parsePath(expression)
  if ('cause' in parsed) return undefined
  if (/\[\s*['"]/.test(expression)) return 'names in brackets'
  return parsed.path.steps.some(countsFromTheEnd) ? 'places counted from the end' : undefined
}

const countsFromTheEnd = (step: PathStep): boolean => {
  if (step.type === 'index') return step.index < 0
  if (step.type === 'list') return step.indexes.some((index) => index < 0)
  return step.type === 'slice' && ((step.from ?? 0) < 0 || (step.to ?? 0) < 0)
}
