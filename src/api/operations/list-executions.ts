import { ListExecutionsRequest, ListExecutionsResponse } from '../../contract/sluice.ts'
import { ownOperation } from '../protocol/bound-operation.ts'
import { afterToken, pageSize, pageToken } from './page-token.ts'
import { viewOf } from './view-of.ts'

/** `GET /sluice/v1/executions` - the executions of both kinds in the caller's account and region, newest first, ten at most. */
export const listExecutions = ownOperation(
  'ListExecutions',
  {
    service: 'bedrock-agent-runtime',
    method: 'GET',
    path: '/sluice/v1/executions',
    status: 200,
    input: ListExecutionsRequest,
    output: ListExecutionsResponse,
    errors: ['ValidationException', 'AccessDeniedException', 'InternalServerException'],
  },
  async ({ flow, kind, status, maxResults, nextToken }: ListExecutionsRequest, { caller, executions }): Promise<ListExecutionsResponse> => {
    const { account, region } = caller
    const query = `ListExecutions ${account} ${region} ${flow ?? ''} ${kind ?? ''} ${status ?? ''}`
    const page = await executions.list({
      account,
      region,
      ...(flow !== undefined && { flowId: flow }),
      ...(kind !== undefined && { kind }),
      ...(status !== undefined && { status }),
      limit: pageSize(maxResults),
      ...afterToken(query, nextToken),
    })
    return { executions: page.items.map(viewOf), ...pageToken(query, page.next) }
  },
)
