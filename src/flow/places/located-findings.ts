import type { FlowDefinition } from '../../contract/flow-definition.ts'
import type { FlowValidation } from '../../contract/flow-validation.ts'
import { checkStructure } from '../compiler/check-structure.ts'
import { compile } from '../compiler/compile.ts'
import { unavailableNodeTypes } from '../compiler/unavailable-node-type.ts'
import type { DefinitionPath } from './definition-path.ts'
import { withoutTags, withTags } from './name-tags.ts'
import { placeOf } from './place-of.ts'
import { positionIn } from './position-in.ts'

/** A finding, and where in the definition its fault is written. */
export interface LocatedFinding {
  readonly finding: FlowValidation
  readonly path: DefinitionPath
  /** Which character of the text there, from 1, if the text is malformed. */
  readonly position?: number
  /** Nothing speaks against the definition, but that this version of Sluice cannot run it. */
  readonly unavailable: boolean
}

/**
 * What `compile` finds, in its order, with the places. What AWS refuses before it stores a definition stands alone, as findings
 * without a type of their own. Pure.
 */
export const locatedFindings = (definition: FlowDefinition): readonly LocatedFinding[] => {
  const { definition: tagged, parts } = withTags(definition)
  const unavailable = new Set(unavailableNodeTypes(tagged).map(({ message }) => message))
  const faults = checkStructure(tagged).map((message): FlowValidation => ({
    severity: 'Error',
    type: 'Unspecified',
    message,
    details: { unspecified: {} },
  }))
  return (faults.length > 0 ? faults : compile(tagged).findings).map((found) => {
    const finding: FlowValidation = JSON.parse(withoutTags(JSON.stringify(found)))
    const path = placeOf(found, parts)
    return { finding, path, ...positionIn(definition, path, finding), unavailable: unavailable.has(found.message) }
  })
}
