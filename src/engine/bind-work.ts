import { hash } from 'node:crypto'
import type { CompiledFlow } from '../flow/compiler/compiled-flow.ts'
import type { Capabilities } from '../flow/nodes/node-type.ts'
import type { Hub } from './hub.ts'
import type { Run } from './in-flight.ts'
import type { ExecutionState, VisitInFlight } from './state.ts'
import { visitKey } from './state.ts'

/** Binds a visit to its node's code and to the world. */
export const bindWork =
  (capabilities: Capabilities, { executionArn, flow, state }: Running, hub: Pick<Hub, 'progress'>) =>
  (visit: VisitInFlight): Run => {
    const node = flow.nodes[visit.index]
    const run = node?.type.run
    if (!run) throw new Error(`Node ${visit.node} cannot work`)
    const { latency, limits } = state.started ?? {}
    return (supervision) =>
      run(node.node, visit.inputs, {
        ...capabilities,
        ...supervision,
        progress(text) {
          supervision.progress(text)
          // What arrives after a stop is counted, and nobody's business.
          if (!supervision.signal.aborted) hub.progress(executionArn, { type: 'progress', node: visit.node, path: visit.path, text })
        },
        executionArn,
        valueBytes: limits?.valueBytes ?? Infinity,
        idempotencyKey: idempotencyKey(executionArn, visitKey(visit)),
        ...(latency && { latency }),
      })
  }

interface Running {
  readonly executionArn: string
  readonly flow: CompiledFlow
  readonly state: ExecutionState
}

/** The same in all attempts of a visit (invariant 15). */
export const idempotencyKey = (executionArn: string, visit: string): string => hash('sha256', `${executionArn}\n${visit}`).slice(0, 32)
