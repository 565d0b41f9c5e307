import { operation } from './operation.ts'
import { showFlowAlias } from './show-flow-alias.ts'

/** `GET /flows/{flowIdentifier}/aliases/{aliasIdentifier}` - TSTALIASID included. */
export const getFlowAlias = operation('GetFlowAlias', async ({ flowIdentifier, aliasIdentifier }, { resources }) =>
  showFlowAlias(await resources.getFlowAlias(flowIdentifier, aliasIdentifier)),
)
