import { FollowExecutionRequest, FollowExecutionResponse } from '../../contract/sluice.ts'
import { EngineUnavailable } from '../../engine/engine-unavailable.ts'
import type { Told } from '../../engine/progress.ts'
import { ownOperation } from '../protocol/bound-operation.ts'
import { executionOf } from './execution-of.ts'

/**
 * `GET /sluice/v1/executions/{arn}/events` - what happens in one execution of either kind, from any event on and as it happens, as
 * server-sent events. Whoever has all there will ever be is answered 204, at which a browser comes back no more.
 */
export const followExecution = ownOperation(
  'FollowExecution',
  {
    service: 'bedrock-agent-runtime',
    method: 'GET',
    path: '/sluice/v1/executions/{executionArn}/events',
    status: 200,
    input: FollowExecutionRequest,
    output: FollowExecutionResponse,
    errors: ['ValidationException', 'ResourceNotFoundException', 'AccessDeniedException', 'InternalServerException'],
  },
  async ({ executionArn, after = 0, lastEventId = after }: FollowExecutionRequest, { caller, executions, eventLog, engine }) => {
    const { status } = await executionOf(executionArn, { caller, executions })
    if (status !== 'Running' && lastEventId > 0) {
      const [known] = await eventLog.read(executionArn, { after: lastEventId - 1, limit: 1 })
      if (known?.type === 'ended') return {}
    }
    return { events: (gone: AbortSignal) => told(engine.followLive(executionArn, lastEventId, gone)) }
  },
)

const told = async function* (events: AsyncIterable<Told>) {
  try {
    for await (const event of events) {
      if (event.type === 'progress') {
        const { type, ...data } = event
        yield { event: type, data }
      } else {
        const { at, ...data } = event
        yield { id: String(event.sequence), event: event.type, data: { ...data, at: new Date(at).toISOString() } }
      }
    }
  } catch (error) {
    // The client comes back by itself, and goes on where it was.
    if (!(error instanceof EngineUnavailable)) throw error
  }
}
