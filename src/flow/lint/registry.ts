import type { LintRule } from './rule.ts'
import { conditionQuota } from './rules/condition-quota.ts'
import { connectionQuota } from './rules/connection-quota.ts'
import { defaultNotLast } from './rules/default-not-last.ts'
import { inlineCodeExecution } from './rules/inline-code-execution.ts'
import { mismatchedComparison } from './rules/mismatched-comparison.ts'
import { nestedIterator } from './rules/nested-iterator.ts'
import { nestedLoop } from './rules/nested-loop.ts'
import { nodeQuota } from './rules/node-quota.ts'
import { severalGates } from './rules/several-gates.ts'
import { sluiceModel } from './rules/sluice-model.ts'
import { undocumentedCondition } from './rules/undocumented-condition.ts'
import { undocumentedExpression } from './rules/undocumented-expression.ts'
import { unreadOutput } from './rules/unread-output.ts'
import { unusedInput } from './rules/unused-input.ts'

export type LintRuleName =
  | 'condition-quota'
  | 'connection-quota'
  | 'default-not-last'
  | 'inline-code-execution'
  | 'mismatched-comparison'
  | 'nested-iterator'
  | 'nested-loop'
  | 'node-quota'
  | 'several-gates'
  | 'sluice-model'
  | 'undocumented-condition'
  | 'undocumented-expression'
  | 'unread-output'
  | 'unused-input'

/** Every rule: first those about the flow's own sense, then those about running it at AWS. */
export const lintRules: readonly { readonly name: LintRuleName; readonly look: LintRule }[] = [
  { name: 'mismatched-comparison', look: mismatchedComparison },
  { name: 'unread-output', look: unreadOutput },
  { name: 'unused-input', look: unusedInput },
  { name: 'node-quota', look: nodeQuota },
  { name: 'condition-quota', look: conditionQuota },
  { name: 'connection-quota', look: connectionQuota },
  { name: 'nested-iterator', look: nestedIterator },
  { name: 'nested-loop', look: nestedLoop },
  { name: 'several-gates', look: severalGates },
  { name: 'default-not-last', look: defaultNotLast },
  { name: 'sluice-model', look: sluiceModel },
  { name: 'inline-code-execution', look: inlineCodeExecution },
  { name: 'undocumented-expression', look: undocumentedExpression },
  { name: 'undocumented-condition', look: undocumentedCondition },
]
