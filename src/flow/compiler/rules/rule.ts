import type { FlowValidation } from '../../../contract/flow-validation.ts'
import type { DefinitionIndex } from '../definition-index.ts'

/** One finding, and where it stands among all. Without `at`: with the node that its details name, else with the whole definition. */
export interface Finding extends FlowValidation {
  readonly at?: { readonly order: number }
}

/**
 * Finds one kind of fault in one definition; a Loop's body is asked about apart. Pure, and linear in the size of the
 * definition. Errors come before Warnings, each in the order of the definition, and only the first 100 are taken.
 */
export type Rule = (index: DefinitionIndex) => readonly Finding[]
