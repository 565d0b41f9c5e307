import type { CompiledFlow } from '../flow/compiler/compiled-flow.ts'
import type { Command } from './decide.ts'
import type { Recovery } from './event.ts'
import type { EventLog } from './event-log.ts'
import { evolve } from './evolve.ts'
import { nodeFailure } from './failure.ts'
import type { ExecutionState } from './state.ts'
import { newState } from './state.ts'

const pageEvents = 1_000
/** A visit that was cut off this often without any other event is not begun again (invariant 16). */
const mostRecoveries = 5

/** Folds an execution's log, page by page. */
export const fold = async (log: Pick<EventLog, 'read'>, executionArn: string, flow: CompiledFlow): Promise<ExecutionState> => {
  const state = newState()
  for (;;) {
    const page = await log.read(executionArn, { after: state.sequence, limit: pageEvents })
    for (const event of page) evolve(flow, state, event)
    if (page.length === 0) return state
  }
}

/** What a new driver does first: every visit that was in flight begins another attempt. */
export const attempts = function* (state: ExecutionState, cause: Recovery['cause']): Generator<Command> {
  for (const visit of Array.from(state.inFlight.values())) {
    if (state.failure) return
    const { node, path, attempt, recoveries } = visit
    if (recoveries >= mostRecoveries) {
      const message = `Node ${node} was cut off ${recoveries} times by an end of the server and is not begun again.`
      yield { events: nodeFailure(visit, { code: 'INTERNAL_SERVER', message }) }
    } else yield { events: [{ type: 'attempt', node, path, number: attempt + 1, cause }], work: { node, path } }
  }
}
