import type { Release } from './in-flight.ts'
import { InFlight } from './in-flight.ts'
import type { ExecutionState } from './state.ts'
import type { CompiledFlow } from '../flow/compiler/compiled-flow.ts'
import type { Clock } from '../lib/clock.ts'

/** One execution that this process drives. */
export class RunningExecution {
  readonly executionArn: string
  readonly flow: CompiledFlow
  readonly state: ExecutionState
  readonly inFlight: InFlight
  /** Of the lease with which it is driven. */
  epoch = 0
  readonly #controller = new AbortController()
  #release: Release | undefined

  constructor({ executionArn, flow, state, clock }: { executionArn: string; flow: CompiledFlow; state: ExecutionState; clock: Clock }) {
    this.executionArn = executionArn
    this.flow = flow
    this.state = state
    this.inFlight = new InFlight({ clock, nodeMs: state.started?.limits.nodeMs ?? Infinity })
  }

  /** Aborts once the execution is halted: its loop then appends nothing more. */
  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** Cuts everything in flight, at once and only once. */
  halt(reason = over): Release {
    this.#release ??= this.inFlight.abort(reason)
    this.#controller.abort(reason)
    return this.#release
  }
}

/** One for all: what ends by itself is cut nowhere, and a stack trace costs more than the rest of the end. */
const over = new Error('The execution is over.')
