import { findExecution } from './find-execution.ts'
import { operation } from './operation.ts'
import { showExecution } from './show-execution.ts'

/** `GET .../executions/{executionIdentifier}` - how an asynchronous execution stands. */
export const getFlowExecution = operation('GetFlowExecution', async (labels, context) => {
  const execution = await findExecution(labels, context)
  const { startedAt, error } = execution
  return { ...showExecution(execution), startedAt: new Date(startedAt).toISOString(), ...(error && { errors: [error] }) }
})
