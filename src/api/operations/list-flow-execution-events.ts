import { executionEvent } from '../../engine/views/execution-events.ts'
import { compiledFlow } from './compiled-flow.ts'
import { findExecution } from './find-execution.ts'
import { keyNumber } from '../../contract/page-key.ts'
import { operation } from './operation.ts'
import { afterToken, pageSize, pageToken } from './page-token.ts'

/** `GET .../executions/{executionIdentifier}/events` - in the order in which they happened, also while it runs. */
export const listFlowExecutionEvents = operation('ListFlowExecutionEvents', async (input, context) => {
  const execution = await findExecution(input, context)
  const { executionArn } = execution
  const { eventType, maxResults, nextToken } = input
  const query = `ListFlowExecutionEvents ${executionArn} ${eventType}`
  const { after = '0' } = afterToken(query, nextToken)
  const { eventLog, flows } = context
  const events = await eventLog.read(executionArn, { after: keyNumber(after), limit: pageSize(maxResults), eventType })
  const last = events.at(-1)?.sequence
  const more = last === undefined ? [] : await eventLog.read(executionArn, { after: last, limit: 1, eventType })
  const flow = await compiledFlow(execution, { flows })
  const flowExecutionEvents = events.flatMap((event) => executionEvent(flow, event) ?? [])
  return { flowExecutionEvents, ...pageToken(query, more.length > 0 ? String(last) : undefined) }
})
