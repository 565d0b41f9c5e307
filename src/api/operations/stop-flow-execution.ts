import { ConflictException, ResourceNotFoundException } from '../../contract/exceptions.ts'
import { findExecution } from './find-execution.ts'
import { inTime } from './in-time.ts'
import { operation } from './operation.ts'

/**
 * `POST .../executions/{executionIdentifier}/stop` - ends an execution at once: the call in flight is cut, nothing runs on,
 * `Aborted` is final. Stopping it again answers the same.
 * @remarks Assumed: stopping one that ended otherwise is a ConflictException; AWS does not say.
 */
export const stopFlowExecution = operation('StopFlowExecution', async (labels, context) => {
  const { executionArn } = await findExecution(labels, context)
  const interrupted = await inTime(context.engine.stop(executionArn))
  if (!interrupted) throw new ResourceNotFoundException(`The execution ${labels.executionIdentifier} was not found.`)
  if (interrupted.was !== 'Running' && interrupted.was !== 'Aborted') {
    throw new ConflictException(
      `The execution ${labels.executionIdentifier} has ended with status ${interrupted.was} and cannot be stopped.`,
    )
  }
  return { executionArn, status: 'Aborted' as const }
})
