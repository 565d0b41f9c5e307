import type { CompiledFlow, CompiledNode } from '../flow/compiler/compiled-flow.ts'
import { NodeError } from '../flow/node-error.ts'
import { choose } from '../flow/nodes/condition.ts'
import type { EventPayload, NodeInput, Visit } from './event.ts'
import { flowFailure, nodeFailure } from './failure.ts'
import { inputsOf } from './inputs.ts'
import { checkOutputs } from './outputs.ts'
import type { ExecutionState, Scope, Step } from './state.ts'
import type { Values } from '../flow/nodes/node-type.ts'

/** What may happen next: events to append, in one piece; `work` is the visit that begins once they are durable. */
export interface Command {
  readonly events: readonly EventPayload[]
  readonly work?: Visit
}

/**
 * What may happen next, or `undefined` while only outcomes of visits in flight can change anything. Pure.
 *
 * 2. A scope is over when nothing in it is unsettled. The root scope over means `ended Succeeded`, also without any output.
 * 4. Only the head of `ready` is looked at, then that of `waiting` while fewer than `maxConcurrency` are in flight.
 *    Nothing is removed: `evolve` does that when the events arrive. Expressions, types and conditions are evaluated here;
 *    a failure yields `nodeFailure`, `flowFailure`, `ended` and no `nodeInput`.
 */
export const decide = (flow: CompiledFlow, state: ExecutionState): Command | undefined => {
  if (state.ended) return undefined
  if (state.failure) return { events: state.failure }
  const root = state.scopes.get('')
  if (!root) return undefined
  if (root.unsettled === 0) return { events: [{ type: 'ended', status: 'Succeeded' }] }
  const step = state.ready.peek()
  if (step) return { events: guarded(step, () => pureStep(flow, state, step)) }
  const visit = state.waiting.peek()
  if (!visit || state.inFlight.size >= (state.started?.maxConcurrency ?? Infinity)) return undefined
  const events = guarded(visit, () => [nodeInput(flow, state, visit)])
  return events[0]?.type === 'nodeInput' ? { events, work: { node: visit.node, path: visit.path } } : { events }
}

const pureStep = (flow: CompiledFlow, state: ExecutionState, step: Step): readonly EventPayload[] => {
  const node = nodeOf(flow, step)
  if (node.type.behaviour === 'start') return start(state, step, node)
  const recorded: readonly EventPayload[] = step.inputs ? [] : [nodeInput(flow, state, step)]
  const inputs = step.inputs ?? inputsIn(recorded)
  return [...recorded, result(node, step, inputs)]
}

/** The Input node: a document of the wrong type is the caller's failure, not a node's. */
const start = (state: ExecutionState, { node: name, path }: Step, node: CompiledNode): readonly EventPayload[] => {
  const output = node.outputs[0]
  const outputs = { [output?.name ?? 'document']: state.document ?? null }
  try {
    checkOutputs(node, outputs)
  } catch (error) {
    if (!(error instanceof NodeError)) throw error
    return flowFailure({ code: 'VALIDATION', message: error.message })
  }
  return [{ type: 'nodeOutput', node: name, path, outputs }]
}

const result = (node: CompiledNode, { node: name, path }: Step, inputs: Values): EventPayload =>
  node.type.behaviour === 'choose'
    ? { type: 'conditionResult', node: name, path, condition: choose(node.conditions, inputs) }
    : { type: 'flowOutput', node: name, path, document: inputs['document'] ?? null }

const nodeInput = (flow: CompiledFlow, state: ExecutionState, step: Step): NodeInput => {
  const { node, path } = step
  const limits = state.started?.limits
  if (limits && state.visits >= limits.visits) throw overLimit(`${limits.visits} visits of nodes`, 'limits.visits')
  if (limits && state.sequence >= limits.events) throw overLimit(`${limits.events} events`, 'limits.events')
  if (limits && state.bytes > limits.executionBytes) throw overLimit(`${limits.executionBytes} bytes of values`, 'limits.executionBytes')
  return { type: 'nodeInput', node, path, inputs: inputsOf(scopeOf(state, step), nodeOf(flow, step)) }
}

const overLimit = (bound: string, setting: string): NodeError =>
  new NodeError('VALIDATION', `The execution has reached its limit of ${bound} (setting ${setting}).`)

const guarded = (visit: Visit, events: () => readonly EventPayload[]): readonly EventPayload[] => {
  try {
    return events()
  } catch (error) {
    if (error instanceof NodeError) return nodeFailure(visit, error)
    throw error
  }
}

const inputsIn = (events: readonly EventPayload[]): Values => (events[0]?.type === 'nodeInput' ? events[0].inputs : {})

const scopeOf = (state: ExecutionState, { path }: Visit): Scope => {
  const scope = state.scopes.get(path)
  if (!scope) throw new Error(`Scope ${path} is not open`)
  return scope
}

const nodeOf = (flow: CompiledFlow, { index }: Step): CompiledNode => {
  const node = flow.nodes[index]
  if (!node) throw new Error(`No node ${index} in a flow of ${flow.nodes.length}`)
  return node
}
