import { operation } from './operation.ts'
import { afterToken, pageSize, pageToken } from './page-token.ts'
import { showFlow } from './show-flow.ts'

/**
 * `GET /flows/` - newest update first, ten at most.
 * @remarks Assumed: the order.
 */
export const listFlows = operation('ListFlows', async ({ maxResults, nextToken }, { resources, caller }) => {
  const query = `ListFlows ${caller.account} ${caller.region}`
  const page = await resources.listFlows({ limit: pageSize(maxResults), ...afterToken(query, nextToken) })
  const flowSummaries = page.items.map((flow) => {
    const { executionRoleArn: _role, customerEncryptionKeyArn: _key, ...summary } = showFlow(flow)
    return summary
  })
  return { flowSummaries, ...pageToken(query, page.next) }
})
