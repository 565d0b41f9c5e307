import { GetExecutionRequest, GetExecutionResponse } from '../../contract/sluice.ts'
import type { StopProof } from '../../engine/stop-proof.ts'
import { ownOperation } from '../protocol/bound-operation.ts'
import { executionOf } from './execution-of.ts'
import { viewOf } from './view-of.ts'

/** `GET /sluice/v1/executions/{arn}` - one execution of either kind, what it used, and the proof of its stop. */
export const getExecution = ownOperation(
  'GetExecution',
  {
    service: 'bedrock-agent-runtime',
    method: 'GET',
    path: '/sluice/v1/executions/{executionArn}',
    status: 200,
    input: GetExecutionRequest,
    output: GetExecutionResponse,
    errors: ['ValidationException', 'ResourceNotFoundException', 'AccessDeniedException', 'InternalServerException'],
  },
  async ({ executionArn }: GetExecutionRequest, { caller, executions }): Promise<GetExecutionResponse> => {
    const execution = await executionOf(executionArn, { caller, executions })
    const { nodes, usage } = await executions.summary(executionArn)
    const proof = await executions.proof(executionArn)
    return { execution: viewOf(execution), usage: [...usage], nodes: [...nodes], ...(proof && { stopProof: showProof(proof) }) }
  },
)

const showProof = ({ requestedAt, visits, ...proof }: StopProof) => ({
  ...proof,
  requestedAt: new Date(requestedAt).toISOString(),
  visits: [...visits],
})
