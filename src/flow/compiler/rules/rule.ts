import type { FlowValidation } from '../../../contract/flow-validation.ts'
import type { DefinitionIndex } from '../definition-index.ts'

/** Finds one kind of fault. Pure, and linear in the size of the definition. */
export type Rule = (index: DefinitionIndex) => readonly FlowValidation[]
