import type { CompiledFlow } from '../flow/compiler/compiled-flow.ts'
import { NodeError } from '../flow/node-error.ts'
import type { NodeAction, Values } from '../flow/nodes/node-type.ts'
import type { Command } from './decide.ts'
import type { EventPayload, Visit } from './event.ts'
import { nodeFailure } from './failure.ts'
import { checkOutputs } from './outputs.ts'
import { nodeAt } from './place.ts'
import type { Draw } from './retry.ts'
import { lastMessage, retryOf } from './retry.ts'
import type { ExecutionState } from './state.ts'
import { visitKey } from './state.ts'

/** What became of a visit that worked. */
export interface Outcome {
  readonly visit: Visit
  /** The calls it made, in order. */
  readonly actions: readonly NodeAction[]
  readonly result: { readonly outputs: Values } | { readonly error: unknown }
}

/**
 * What follows on an outcome: its events, and work when the visit is tried again. Pure.
 * @throws whatever the node threw that is no NodeError: a bug.
 */
export const commandOf = (flow: CompiledFlow, state: ExecutionState, outcome: Outcome, draw: Pick<Draw, 'now' | 'random'>): Command => {
  const { visit, actions, result } = outcome
  const open = state.inFlight.get(visitKey(visit))
  const error = 'error' in result ? result.error : undefined
  const retry = open && error instanceof NodeError ? retryOf(open, error, { ...draw, nodeMs: nodeMsOf(state) }) : undefined
  if (!retry) return { events: eventsOf(flow, state, outcome) }
  return { events: [...recorded(visit, actions), retry], work: { node: visit.node, path: visit.path } }
}

/**
 * The events of an outcome that settles its visit, never to be split: a crash between them would repeat a paid call. Pure.
 * @throws whatever the node threw that is no NodeError: a bug.
 */
export const eventsOf = (flow: CompiledFlow, state: ExecutionState, { visit, actions, result }: Outcome): readonly EventPayload[] => {
  const { node, path } = visit
  try {
    if ('error' in result) throw result.error
    checkOutputs(nodeAt(flow, visit), result.outputs, state.started?.limits.valueBytes)
  } catch (error) {
    if (!(error instanceof NodeError)) throw error
    const retries = state.inFlight.get(visitKey(visit))?.retries ?? 0
    const message = lastMessage(error, { retries, nodeMs: nodeMsOf(state) })
    return [...recorded(visit, actions), ...nodeFailure(visit, { code: error.code, message })]
  }
  return [...recorded(visit, actions), { type: 'nodeOutput', node, path, outputs: result.outputs }]
}

const recorded = ({ node, path }: Visit, actions: readonly NodeAction[]): readonly EventPayload[] =>
  actions.map((action) => ({ type: 'nodeAction', node, path, action }))

const nodeMsOf = ({ started }: ExecutionState): number => started?.limits.nodeMs ?? Infinity
