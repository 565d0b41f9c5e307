import type { CompiledFlow } from '../flow/compiler/compiled-flow.ts'
import { NodeError } from '../flow/node-error.ts'
import type { NodeAction, Values } from '../flow/nodes/node-type.ts'
import type { EventPayload, Visit } from './event.ts'
import { nodeFailure } from './failure.ts'
import { checkOutputs } from './outputs.ts'
import type { ExecutionState } from './state.ts'

/** What became of a visit that worked. */
export interface Outcome {
  readonly visit: Visit
  /** The calls it made, in order. */
  readonly actions: readonly NodeAction[]
  readonly result: { readonly outputs: Values } | { readonly error: unknown }
}

/**
 * The events of an outcome, never to be split: a crash between them would repeat a paid call. Pure.
 * @throws whatever the node threw that is no NodeError: a bug.
 */
export const eventsOf = (flow: CompiledFlow, state: ExecutionState, { visit, actions, result }: Outcome): readonly EventPayload[] => {
  const { node, path } = visit
  const recorded = actions.map((action): EventPayload => ({ type: 'nodeAction', node, path, action }))
  try {
    if ('error' in result) throw result.error
    const compiled = flow.byName.get(node)
    if (!compiled) throw new Error(`The flow has no node ${node}`)
    checkOutputs(compiled, result.outputs, state.started?.limits.valueBytes)
  } catch (error) {
    if (error instanceof NodeError) return [...recorded, ...nodeFailure(visit, error)]
    throw error
  }
  return [...recorded, { type: 'nodeOutput', node, path, outputs: result.outputs }]
}
