import { operation } from './operation.ts'
import { startExecution } from './start-execution.ts'

/** `POST .../executions` - starts an execution; it is durable when this answers. */
export const startFlowExecution = operation('StartFlowExecution', async (input, context) => {
  const { flowExecutionName } = input
  const nonce = context.invocationId ?? context.ids.uuid()
  const { executionArn } = await startExecution(input, context, {
    kind: 'async',
    name: flowExecutionName ?? context.ids.uuid(),
    tokenOf: ({ flowId, aliasId }) => `${nonce} ${flowId} ${aliasId} ${flowExecutionName ?? ''}`,
  })
  return { executionArn }
})
