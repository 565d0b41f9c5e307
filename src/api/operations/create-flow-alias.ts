import { ValidationException } from '../../contract/exceptions.ts'
import { operation } from './operation.ts'
import { showFlowAlias } from './show-flow-alias.ts'

/** `POST /flows/{flowIdentifier}/aliases` - leads to one version, or to DRAFT. */
export const createFlowAlias = operation(
  'CreateFlowAlias',
  async ({ flowIdentifier, clientToken: _, tags, ...alias }, { resources, quotas }) => {
    if (tags) throw new ValidationException('Tags are not available in this version of Sluice. Create the alias without tags.')
    return showFlowAlias(await resources.createFlowAlias(flowIdentifier, alias, quotas.flowAliases))
  },
)
