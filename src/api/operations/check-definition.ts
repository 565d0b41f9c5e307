import { ValidationException } from '../../contract/exceptions.ts'
import type { FlowDefinition } from '../../contract/flow-definition.ts'
import { checkStructure } from '../../flow/compiler/check-structure.ts'

/** @throws ValidationException - what AWS refuses before it stores a definition. */
export const checkDefinition = (definition: FlowDefinition | undefined): void => {
  const faults = definition ? checkStructure(definition) : []
  if (faults.length > 0) throw new ValidationException(faults.join(' '))
}
