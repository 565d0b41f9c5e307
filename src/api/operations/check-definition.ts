import { ServiceQuotaExceededException, ValidationException } from '../../contract/exceptions.ts'
import type { FlowDefinition } from '../../contract/flow-definition.ts'
import { checkStructure } from '../../flow/compiler/check-structure.ts'
import { quotaFaults } from '../../flow/quota-faults.ts'
import type { OperationContext } from './operation.ts'

/** What AWS refuses before it stores a definition. @throws ServiceQuotaExceededException @throws ValidationException */
export const checkDefinition = (
  definition: FlowDefinition | undefined,
  { compatibility }: Pick<OperationContext, 'compatibility'>,
): void => {
  if (!definition) return
  const surplus = quotaFaults(definition, compatibility)
  if (surplus.length > 0) throw new ServiceQuotaExceededException(surplus.join(' '))
  const faults = checkStructure(definition)
  if (faults.length > 0) throw new ValidationException(faults.join(' '))
}
