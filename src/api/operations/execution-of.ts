import { parseFlowArn } from '../../contract/arn.ts'
import { ResourceNotFoundException } from '../../contract/exceptions.ts'
import type { Execution } from '../../engine/executions.ts'
import type { Caller, OperationContext } from './operation.ts'

/** The execution of either kind that an ARN names. @throws ResourceNotFoundException - there is none, or it is another account's or region's. */
export const executionOf = async (
  executionArn: string,
  { caller, executions }: Pick<OperationContext, 'caller' | 'executions'>,
): Promise<Execution> => {
  const parts = parseFlowArn(executionArn)
  const ours = parts?.account === caller.account && parts.region === caller.region
  const execution = ours ? await executions.get(executionArn) : undefined
  if (!execution) throw notFound(executionArn, caller)
  return execution
}

const notFound = (executionArn: string, caller: Caller): ResourceNotFoundException => {
  const { account, region, name } = parseFlowArn(executionArn) ?? {}
  const what = `The execution ${executionArn} was not found`
  if (name === undefined) return new ResourceNotFoundException(`${what}. Name it by its ARN.`)
  if (account === caller.account && region === caller.region) return new ResourceNotFoundException(`${what}.`)
  return new ResourceNotFoundException(
    `${what}: its ARN is of account ${account} and region ${region}, this call of account ${caller.account} and region ${caller.region}.`,
  )
}
