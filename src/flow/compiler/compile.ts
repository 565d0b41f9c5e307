import type { FlowDefinition } from '../../contract/flow-definition.ts'
import type { FlowValidation } from '../../contract/flow-validation.ts'
import type { CompiledFlow } from './compiled-flow.ts'
import { indexDefinition } from './definition-index.ts'
import { linkFlow } from './link-flow.ts'
import { rules } from './rules/registry.ts'

export interface Compilation {
  /** At most 100, Errors first. */
  readonly findings: readonly FlowValidation[]
  /** Present exactly when no finding is an Error. */
  readonly flow?: CompiledFlow
}

/** Checks a definition and makes it ready to run. Pure; no definition that has the contract's shape makes it throw. */
export const compile = (definition: FlowDefinition): Compilation => {
  const index = indexDefinition(definition)
  const all = [...rules.flatMap((rule) => rule(index)), ...index.nodes.flatMap(({ node, type }) => type.check?.(node) ?? [])]
  const errors = all.filter(({ severity }) => severity === 'Error')
  const findings = [...errors, ...all.filter(({ severity }) => severity !== 'Error')].slice(0, mostFindings)
  return errors.length > 0 ? { findings } : { findings, flow: linkFlow(index) }
}

/** AWS's list of validations takes no more. */
const mostFindings = 100
