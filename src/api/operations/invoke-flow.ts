import { flowArn } from '../../contract/arn.ts'
import type { ServiceException } from '../../contract/exceptions.ts'
import { ConflictException, ResourceNotFoundException } from '../../contract/exceptions.ts'
import type { FlowResponseEvent } from '../../contract/invoke-flow.ts'
import type { OperationInput } from '../../contract/operations.ts'
import { EngineUnavailable } from '../../engine/engine-unavailable.ts'
import { flowResponseEvent } from '../../engine/views/flow-response.ts'
import { AliasNotPrepared } from '../../store/flow-alias.ts'
import type { OperationContext } from './operation.ts'
import { operation } from './operation.ts'
import type { StartedExecution } from './start-execution.ts'
import { startExecution } from './start-execution.ts'

type Input = OperationInput<'InvokeFlow'>

/**
 * `POST /flows/{flowIdentifier}/aliases/{flowAliasIdentifier}` - runs a flow and streams what happens. A client that goes before the
 * end stops the run, unless `invoke.onDisconnect` says otherwise.
 * @remarks Assumed: an unknown flow or alias is an HTTP 404, before the stream begins.
 */
export const invokeFlow = operation('InvokeFlow', async (input, context) => {
  if (input.executionId !== undefined) throw await continuationRefused({ ...input, executionId: input.executionId }, context)
  const executionId = context.ids.uuid()
  try {
    const started = await startExecution(input, context, { kind: 'invoke', name: executionId, tokenOf: () => executionId })
    const { enableTrace = false } = input
    return { executionId, responseStream: (gone) => responses(started, context, { enableTrace, gone }) }
  } catch (error) {
    // AWS has answered already when it notices.
    if (!(error instanceof AliasNotPrepared)) throw error
    const { message } = error
    return { executionId, responseStream: () => only({ validationException: { message } }) }
  }
})

interface Told {
  readonly enableTrace: boolean
  readonly gone: AbortSignal
}

const responses = async function* (
  { executionArn, flow }: StartedExecution,
  { engine }: OperationContext,
  { enableTrace, gone }: Told,
): AsyncGenerator<FlowResponseEvent, void> {
  const leave = (): void => engine.abandon(executionArn)
  gone.addEventListener('abort', leave, { once: true })
  if (gone.aborted) leave()
  try {
    for await (const event of engine.follow(executionArn, 0, gone)) {
      const response = flowResponseEvent(flow, event, { enableTrace })
      if (response) yield response
    }
    gone.removeEventListener('abort', leave)
  } catch (error) {
    if (!(error instanceof EngineUnavailable)) throw error
    gone.removeEventListener('abort', leave)
    yield { internalServerException: { message: error.message } }
  }
}

const only = async function* (event: FlowResponseEvent): AsyncGenerator<FlowResponseEvent, void> {
  yield event
}

/** Only an Agent node asks, and there is none yet: no run waits for an answer. */
const continuationRefused = async (
  { flowIdentifier, flowAliasIdentifier, executionId }: Input & { readonly executionId: string },
  { caller, resources, executions }: OperationContext,
): Promise<ServiceException> => {
  const { flowId, id: aliasId } = await resources.getFlowAlias(flowIdentifier, flowAliasIdentifier)
  const { account, region } = caller
  const execution = await executions.get(flowArn({ account, region, flowId, aliasId, name: executionId }))
  if (execution?.kind !== 'invoke')
    return new ResourceNotFoundException(
      `There is no execution ${executionId} under alias ${flowAliasIdentifier} of flow ${flowIdentifier}.`,
    )
  return new ConflictException(
    `Execution ${executionId} is ${execution.status} and waits for no answer. Leave executionId out to start another.`,
  )
}
