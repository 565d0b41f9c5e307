import { flowArn } from '../../contract/arn.ts'
import { ListExecutionsRequest, ListExecutionsResponse } from '../../contract/sluice.ts'
import type { IsAllowed } from '../policy/is-allowed.ts'
import { ownOperation } from '../protocol/bound-operation.ts'
import type { Execution } from '../../engine/executions.ts'
import { afterToken, pageSize, pageToken } from './page-token.ts'
import { viewOf } from './view-of.ts'

/** `GET /sluice/v1/executions` - the executions of both kinds in the caller's account and region that it may list, newest first, ten at most. */
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
  async (
    { flow, kind, status, maxResults, nextToken }: ListExecutionsRequest,
    { caller, executions, isAllowed },
  ): Promise<ListExecutionsResponse> => {
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
    const shown = flow === undefined && isAllowed ? await ofAllowedFlows(page.items, isAllowed) : page.items
    return { executions: shown.map(viewOf), ...pageToken(query, page.next) }
  },
)

/** Without those of flows that a policy denies: a page may then be short. */
const ofAllowedFlows = async (found: readonly Execution[], isAllowed: IsAllowed): Promise<readonly Execution[]> => {
  const flows = [...new Set(found.map(flowOf))]
  const allowed = await Promise.all(flows.map((flow) => isAllowed('ListFlowExecutions', flow)))
  return found.filter((execution) => allowed[flows.indexOf(flowOf(execution))])
}

const flowOf = ({ account, region, flowId }: Execution): string => flowArn({ account, region, flowId })
