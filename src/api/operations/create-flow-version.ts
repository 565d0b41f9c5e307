import { operation } from './operation.ts'
import { showFlowVersion } from './show-flow-version.ts'

/** `POST /flows/{flowIdentifier}/versions` - an immutable copy of the prepared DRAFT. */
export const createFlowVersion = operation(
  'CreateFlowVersion',
  async ({ flowIdentifier, clientToken, ...version }, { resources, quotas }) =>
    showFlowVersion(await resources.createFlowVersion(flowIdentifier, version, { quota: quotas.flowVersions, clientToken })),
)
