import { operation } from './operation.ts'
import { afterToken, pageSize, pageToken } from './page-token.ts'
import { showExecution } from './show-execution.ts'

/** `GET /flows/{flowIdentifier}/executions` - newest first, ten at most. */
export const listFlowExecutions = operation('ListFlowExecutions', async (input, { caller, resources, executions }) => {
  const { flowIdentifier, flowAliasIdentifier, maxResults, nextToken } = input
  const { id: flowId } = await resources.getFlow(flowIdentifier)
  const alias = flowAliasIdentifier === undefined ? undefined : await resources.getFlowAlias(flowIdentifier, flowAliasIdentifier)
  const { account, region } = caller
  const query = `ListFlowExecutions ${account} ${region} ${flowId} ${alias?.id ?? ''}`
  const page = await executions.list({
    account,
    region,
    flowId,
    kind: 'async',
    ...(alias && { aliasId: alias.id }),
    limit: pageSize(maxResults),
    ...afterToken(query, nextToken),
  })
  const flowExecutionSummaries = page.items.map((execution) => ({
    ...showExecution(execution),
    createdAt: new Date(execution.startedAt).toISOString(),
  }))
  return { flowExecutionSummaries, ...pageToken(query, page.next) }
})
