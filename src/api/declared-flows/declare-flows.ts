import type { Logger } from 'pino'
import { ConflictException } from '../../contract/exceptions.ts'
import type { PartitionResources } from '../../store/resources.ts'
import { ConfigurationError } from '../configuration-error.ts'
import type { ReadFlow } from './read-declared-flows.ts'

export interface FlowsToDeclare {
  readonly flows: readonly ReadFlow[]
  readonly resources: Pick<PartitionResources, 'declareFlows'>
  readonly logger: Pick<Logger, 'info' | 'warn'>
}

/**
 * Makes declared flows be as they are declared, all of them or none. Answers the ids of those that changed.
 * @throws ConfigurationError - an alias's name is taken.
 */
export const declareFlows = async ({ flows, resources, logger }: FlowsToDeclare): Promise<readonly string[]> => {
  if (flows.length === 0) return []
  const changed = await declared(flows, resources)
  for (const id of changed) logger.info({ flow: id }, 'declared flow prepared')
  for (const { flow } of flows)
    for (const { message } of flow.validations) logger.warn({ flow: flow.id, finding: message }, 'declared flow has a finding')
  return changed
}

const declared = async (flows: readonly ReadFlow[], resources: FlowsToDeclare['resources']): Promise<readonly string[]> => {
  try {
    return await resources.declareFlows(flows.map(({ flow }) => flow))
  } catch (cause) {
    if (!(cause instanceof ConflictException)) throw cause
    throw new ConfigurationError(`flows: ${cause.message}`, { setting: 'flows', cause })
  }
}
