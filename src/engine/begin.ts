import type { CompiledFlow } from '../flow/compiler/compiled-flow.ts'
import type { Drive, OpenBatch } from './run-loop.ts'
import { batches, commandsOf } from './run-loop.ts'
import type { StartRequest } from './start-request.ts'
import { opening } from './start-request.ts'
import type { ExecutionState } from './state.ts'
import { newState } from './state.ts'

export interface Begun {
  readonly state: ExecutionState
  readonly first: OpenBatch
  /** When it must have ended, in milliseconds since the epoch. */
  readonly deadline: number
}

/** The first events of an execution, the state behind them, and what is to be worked at when they are durable. */
export const begin = (
  flow: CompiledFlow,
  request: StartRequest,
  { clock, random, batchEvents }: Pick<Drive, 'clock' | 'random' | 'batchEvents'>,
): Begun => {
  const state = newState()
  const drive = { flow, state, clock, random, batchEvents, draining: () => false }
  const { value: first } = batches(drive, commandsOf(drive, [], [opening(flow, request)])).next()
  if (!first) throw new Error('An execution without a first event')
  return { state, first, deadline: state.at + request.limits.executionMs }
}
