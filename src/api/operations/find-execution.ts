import { flowArn, parseFlowArn } from '../../contract/arn.ts'
import { ResourceNotFoundException } from '../../contract/exceptions.ts'
import type { Execution } from '../../engine/executions.ts'
import type { OperationContext } from './operation.ts'

export interface ExecutionLabels {
  readonly flowIdentifier: string
  readonly flowAliasIdentifier: string
  readonly executionIdentifier: string
}

/**
 * The asynchronous execution that three identifiers, ids or ARNs each, lead to. It is found by its own ids for as long as
 * it is kept, also when its flow is gone.
 * @throws ResourceNotFoundException - naming the first identifier that does not fit.
 */
export const findExecution = async (labels: ExecutionLabels, { caller, executions, resources }: OperationContext): Promise<Execution> => {
  const flow = parseFlowArn(labels.flowIdentifier) ?? { ...caller, flowId: labels.flowIdentifier }
  const { flowId } = flow
  const alias = parseFlowArn(labels.flowAliasIdentifier) ?? { ...caller, flowId, aliasId: labels.flowAliasIdentifier }
  const aliasId = alias.aliasId ?? ''
  const named = parseFlowArn(labels.executionIdentifier) ?? { ...caller, flowId, aliasId, name: labels.executionIdentifier }
  const here = { account: caller.account, region: caller.region }
  const ours = flowArn(flow) === flowArn({ ...here, flowId })
  const aliasOfFlow = flowArn(alias) === flowArn({ ...here, flowId, aliasId })
  const execution = ours && aliasOfFlow ? await executions.get(flowArn({ ...here, flowId, aliasId, name: named.name ?? '' })) : undefined
  if (execution?.kind === 'async' && flowArn(named) === execution.executionArn) return execution
  if (!execution) await resources.getFlowAlias(labels.flowIdentifier, labels.flowAliasIdentifier)
  throw new ResourceNotFoundException(
    `The execution ${labels.executionIdentifier} was not found under alias ${labels.flowAliasIdentifier} of flow ${labels.flowIdentifier}.`,
  )
}
