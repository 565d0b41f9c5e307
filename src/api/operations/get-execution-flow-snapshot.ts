import { findExecution } from './find-execution.ts'
import { operation } from './operation.ts'

/** `GET .../executions/{executionIdentifier}/flowsnapshot` - the definition that the execution runs, as JSON text. */
export const getExecutionFlowSnapshot = operation('GetExecutionFlowSnapshot', async (labels, context) => {
  const { flowId, aliasId, flowVersion, executionRoleArn, customerEncryptionKeyArn, definitionHash } = await findExecution(labels, context)
  return {
    flowIdentifier: flowId,
    flowAliasIdentifier: aliasId,
    flowVersion,
    executionRoleArn,
    definition: await context.eventLog.definition(definitionHash),
    ...(customerEncryptionKeyArn !== undefined && { customerEncryptionKeyArn }),
  }
})
