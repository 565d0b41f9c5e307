import { parseFlowArn } from '../../contract/arn.ts'
import { ResourceNotFoundException } from '../../contract/exceptions.ts'
import { GetExecutionRequest, GetExecutionResponse } from '../../contract/sluice.ts'
import type { Execution } from '../../engine/executions.ts'
import type { StopProof } from '../../engine/stop-proof.ts'
import { ownOperation } from '../protocol/bound-operation.ts'
import type { Caller } from './operation.ts'

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
    const parts = parseFlowArn(executionArn)
    const ours = parts?.account === caller.account && parts.region === caller.region
    const execution = ours ? await executions.get(executionArn) : undefined
    if (!execution) throw notFound(executionArn, caller)
    const { nodes, usage } = await executions.summary(executionArn)
    const proof = await executions.proof(executionArn)
    return { execution: show(execution), usage: [...usage], nodes: [...nodes], ...(proof && { stopProof: showProof(proof) }) }
  },
)

const notFound = (executionArn: string, caller: Caller): ResourceNotFoundException => {
  const { account, region, name } = parseFlowArn(executionArn) ?? {}
  const what = `The execution ${executionArn} was not found`
  if (name === undefined) return new ResourceNotFoundException(`${what}. Name it by its ARN.`)
  if (account === caller.account && region === caller.region) return new ResourceNotFoundException(`${what}.`)
  return new ResourceNotFoundException(
    `${what}: its ARN is of account ${account} and region ${region}, this call of account ${caller.account} and region ${caller.region}.`,
  )
}

const show = ({ account: _account, region: _region, definitionHash: _hash, startedAt, endedAt, deadline, ...execution }: Execution) => ({
  ...execution,
  startedAt: new Date(startedAt).toISOString(),
  ...(endedAt !== undefined && { endedAt: new Date(endedAt).toISOString() }),
  deadline: new Date(deadline).toISOString(),
})

const showProof = ({ requestedAt, visits, ...proof }: StopProof) => ({
  ...proof,
  requestedAt: new Date(requestedAt).toISOString(),
  visits: [...visits],
})
