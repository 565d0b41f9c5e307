import type { FlowDefinition } from '../../contract/flow-definition.ts'
import { partsOf } from '../places/definition-part.ts'
import { lintRules, type LintRuleName } from './registry.ts'
import type { LintRemark } from './rule.ts'

export interface LintFinding extends LintRemark {
  readonly rule: LintRuleName
}

/**
 * What speaks against a definition although it runs here: limits and doubts that stand between it and AWS, and parts that do
 * nothing. At most 100, rule by rule. AWS's API has nothing of this kind. Pure.
 */
export const lint = (definition: FlowDefinition): readonly LintFinding[] => {
  const parts = partsOf(definition)
  return lintRules.flatMap(({ name, look }) => look(parts).map((remark) => ({ rule: name, ...remark }))).slice(0, mostFindings)
}

const mostFindings = 100
