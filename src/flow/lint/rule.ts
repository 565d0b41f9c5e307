import type { DefinitionPart } from '../places/definition-part.ts'
import type { DefinitionPath } from '../places/definition-path.ts'

/** Something that runs, but may not be meant so, or may not run at AWS. */
export interface LintRemark {
  readonly message: string
  /** From the definition on. */
  readonly path: DefinitionPath
}

/** Looks at a flow and the bodies of its Loops; `parts[0]` is the flow itself. Pure, and linear in the size of the definition. */
export type LintRule = (parts: readonly DefinitionPart[]) => readonly LintRemark[]
