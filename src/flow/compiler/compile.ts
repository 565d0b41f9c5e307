import type { FlowDefinition } from '../../contract/flow-definition.ts'
import type { FlowValidation } from '../../contract/flow-validation.ts'
import type { CompiledFlow } from './compiled-flow.ts'
import { definitionsIn, indexDefinition, type DefinitionIndex } from './definition-index.ts'
import { linkFlow } from './link-flow.ts'
import { rules } from './rules/registry.ts'
import type { Finding } from './rules/rule.ts'
import { unspecifiedError } from './rules/unspecified-finding.ts'
import { tooLarge } from './too-large.ts'
import { unavailableNodeTypes } from './unavailable-node-type.ts'

export interface Compilation {
  /** At most 100: Errors, then those that only say what Sluice cannot run yet, then Warnings, each in the order of the definition. */
  readonly findings: readonly FlowValidation[]
  /** Present exactly when no finding is an Error. */
  readonly flow?: CompiledFlow
}

/** Checks a definition and makes it ready to run. Pure; no definition that has the contract's shape makes it throw. */
export const compile = (definition: FlowDefinition): Compilation => {
  const large = tooLarge(definition)
  if (large !== undefined) return { findings: [unspecifiedError(large)] }
  const index = indexDefinition(definition)
  const found = definitionsIn(index)
    .flatMap((each) =>
      rules.flatMap((rule) =>
        rule(each)
          .slice(0, mostFindings)
          .map((finding) => placed(finding, each)),
      ),
    )
    .toSorted((a, b) => a.order - b.order)
    .map(({ finding }) => finding)
  const errors = [...found.filter(({ severity }) => severity === 'Error'), ...unavailableNodeTypes(definition)]
  const findings = [...errors, ...found.filter(({ severity }) => severity !== 'Error')].slice(0, mostFindings)
  return errors.length > 0 ? { findings } : { findings, flow: linkFlow(index) }
}

/** AWS's list of validations takes no more. */
const mostFindings = 100

const placed = ({ at, ...finding }: Finding, index: DefinitionIndex): { readonly order: number; readonly finding: FlowValidation } => {
  const [place] = Object.values(finding.details ?? {})
  const node = at ?? (place && 'node' in place ? index.byName.get(place.node) : undefined)
  return { order: (node ?? index).order, finding }
}
