import type { FlowDefinition } from '../../contract/flow-definition.ts'
import type { FlowValidation } from '../../contract/flow-validation.ts'
import type { CompiledFlow } from './compiled-flow.ts'
import { definitionsIn, indexDefinition, type DefinitionIndex } from './definition-index.ts'
import { linkFlow } from './link-flow.ts'
import { rules } from './rules/registry.ts'
import type { Finding } from './rules/rule.ts'
import { unspecifiedError } from './rules/unspecified-finding.ts'
import { unavailableNodeTypes } from './unavailable-node-type.ts'

export interface Compilation {
  /** At most 100: Errors, then those that only say what Sluice cannot run yet, then Warnings, each in the order of the definition. */
  readonly findings: readonly FlowValidation[]
  /** Present exactly when no finding is an Error. */
  readonly flow?: CompiledFlow
}

/** Checks a definition and makes it ready to run. Pure; no definition that has the contract's shape makes it throw. */
export const compile = (definition: FlowDefinition): Compilation => {
  const size = sizeOf(definition)
  if (size > Math.max(mostNodes, definition.nodes?.length ?? 0))
    return { findings: [unspecifiedError(`The flow has ${size} nodes with those in Loops; it can have ${mostNodes}.`)] }
  const index = indexDefinition(definition)
  const found = definitionsIn(index)
    .flatMap((each) => rules.flatMap((rule) => [...Iterator.from(rule(each)).take(mostFindings)].map((finding) => placed(finding, each))))
    .toSorted((a, b) => a.order - b.order)
    .map(({ finding }) => finding)
  const errors = [...found.filter(({ severity }) => severity === 'Error'), ...unavailableNodeTypes(definition)]
  const findings = [...errors, ...found.filter(({ severity }) => severity !== 'Error')].slice(0, mostFindings)
  return errors.length > 0 ? { findings } : { findings, flow: linkFlow(index) }
}

/** The contract's maximum of one definition, and here of a flow with all its Loops together. */
const mostNodes = 1_000

/** AWS's list of validations takes no more. */
const mostFindings = 100

const sizeOf = ({ nodes = [] }: FlowDefinition): number =>
  nodes.reduce((total, { configuration }) => total + (configuration?.loop ? sizeOf(configuration.loop.definition) : 0), nodes.length)

const placed = ({ at, ...finding }: Finding, index: DefinitionIndex): { readonly order: number; readonly finding: FlowValidation } => {
  const [place] = Object.values(finding.details ?? {})
  const node = at ?? (place && 'node' in place ? index.byName.get(place.node) : undefined)
  return { order: (node ?? index).order, finding }
}
