import { operation } from './operation.ts'
import { afterToken, pageSize, pageToken } from './page-token.ts'
import { showFlowVersion } from './show-flow-version.ts'

/**
 * `GET /flows/{flowIdentifier}/versions` - lowest number first, ten at most; the DRAFT is none of them.
 * @remarks Assumed: the order.
 */
export const listFlowVersions = operation('ListFlowVersions', async ({ flowIdentifier, maxResults, nextToken }, { resources }) => {
  const { arn: flow } = await resources.getFlow(flowIdentifier)
  const query = `ListFlowVersions ${flow}`
  const page = await resources.listFlowVersions(flowIdentifier, { limit: pageSize(maxResults), ...afterToken(query, nextToken) })
  const flowVersionSummaries = page.items.map((version) => {
    const { id, arn, status, createdAt, version: number } = showFlowVersion(version)
    return { id, arn, status, createdAt, version: number }
  })
  return { flowVersionSummaries, ...pageToken(query, page.next) }
})
