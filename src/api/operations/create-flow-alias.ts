import { operation } from './operation.ts'
import { showFlowAlias } from './show-flow-alias.ts'

/** `POST /flows/{flowIdentifier}/aliases` - leads to one version, or to DRAFT. */
export const createFlowAlias = operation(
  'CreateFlowAlias',
  async ({ flowIdentifier, clientToken, tags, ...alias }, { resources, quotas }) =>
    showFlowAlias(await resources.createFlowAlias(flowIdentifier, alias, { quota: quotas.flowAliases, clientToken, tags })),
)
