import { ValidationException } from '../../contract/exceptions.ts'
import { checkStructure } from '../../flow/compiler/check-structure.ts'
import { compile } from '../../flow/compiler/compile.ts'
import { operation } from './operation.ts'

/**
 * `POST /flows/validate-definition` - what PrepareFlow would find; nothing is stored.
 * @remarks Assumed: what CreateFlow refuses to store is no finding here either but a ValidationException.
 */
export const validateFlowDefinition = operation('ValidateFlowDefinition', async ({ definition }) => {
  const faults = checkStructure(definition)
  if (faults.length > 0) throw new ValidationException(faults.join(' '))
  return { validations: compile(definition).findings }
})
