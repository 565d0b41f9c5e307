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

/** Makes declared flows be as they are declared, all of them or none. @throws ConfigurationError - an alias's name is taken. */
export const declareFlows = async ({ flows, resources, logger }: FlowsToDeclare): Promise<void> => {
  if (flows.length === 0) return
  try {
    for (const id of await resources.declareFlows(flows.map(({ flow }) => flow))) logger.info({ flow: id }, 'declared flow prepared')
  } catch (cause) {
    if (!(cause instanceof ConflictException)) throw cause
    throw new ConfigurationError(`flows: ${cause.message}`, { setting: 'flows', cause })
  }
  for (const { flow } of flows)
    for (const { message } of flow.validations) logger.warn({ flow: flow.id, finding: message }, 'declared flow has a finding')
}
