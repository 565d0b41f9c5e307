import { operation } from './operation.ts'
import { afterToken, pageSize, pageToken } from './page-token.ts'
import { showFlowAlias } from './show-flow-alias.ts'

/**
 * `GET /flows/{flowIdentifier}/aliases` - newest update first, ten at most, TSTALIASID among them.
 * @remarks Assumed: the order.
 */
export const listFlowAliases = operation('ListFlowAliases', async ({ flowIdentifier, maxResults, nextToken }, { resources }) => {
  const { arn } = await resources.getFlow(flowIdentifier)
  const query = `ListFlowAliases ${arn}`
  const page = await resources.listFlowAliases(flowIdentifier, { limit: pageSize(maxResults), ...afterToken(query, nextToken) })
  return { flowAliasSummaries: page.items.map(showFlowAlias), ...pageToken(query, page.next) }
})
