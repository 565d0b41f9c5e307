import type { CompiledFlow, CompiledNode } from '../flow/compiler/compiled-flow.ts'
import { NodeError } from '../flow/node-error.ts'
import { choose } from '../flow/nodes/condition.ts'
import type { Values } from '../flow/nodes/node-type.ts'
import { goOn } from './decide-openers.ts'
import type { EventPayload, NodeInput, Visit } from './event.ts'
import { flowFailure, guarded } from './failure.ts'
import { inputsOf } from './inputs.ts'
import { checkInputs, checkLimits } from './limits.ts'
import { checkOutputs } from './outputs.ts'
import { nodeNumber } from './place.ts'
import { openingOf } from './scopes.ts'
import { sizeOf } from './size.ts'
import type { ExecutionState, Scope, Step } from './state.ts'

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
 *    Nothing is removed: `evolve` does that when the events arrive. Expressions, types, conditions and the turns of Loops are
 *    evaluated here; a failure yields `nodeFailure`, `flowFailure`, `ended` and no `nodeInput`.
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
  const node = nodeNumber(flow, step.index)
  switch (node.type.behaviour) {
    case 'start':
      return start(state, step, node)
    case 'each':
    case 'repeat':
      return step.opens === undefined
        ? [nodeInput(flow, state, step)]
        : goOn(flow, state, { scope: scopeOf(state, step), node, index: step.opens })
    case 'gather':
      return gather(flow, state, step, node)
    case 'loopEnd':
      return [nodeInput(flow, state, step)]
    default: {
      const recorded: readonly EventPayload[] = step.inputs ? [] : [nodeInput(flow, state, step)]
      const inputs = step.inputs ?? inputsIn(recorded)
      return [...recorded, result(node, step, inputs)]
    }
  }
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

/**
 * A Collector: in each element it takes what arrives, around them it puts out what has arrived, in the order of the elements.
 * @remarks Assumed: elements that never arrive are left out, whatever the input `arraySize` says.
 */
const gather = (flow: CompiledFlow, state: ExecutionState, step: Step, node: CompiledNode): readonly EventPayload[] => {
  const { node: name, path } = step
  const scope = scopeOf(state, step)
  const region = flow.regions[node.closes ?? -1]
  if (region?.type !== 'each') throw new Error(`Node ${name} gathers nothing`)
  if (scope.region === region) {
    const event = nodeInput(flow, state, step)
    checkCollected(state, scope, event)
    return [event]
  }
  const opening = openingOf(scope, nodeNumber(flow, region.opener))
  const collected = opening.type === 'each' ? opening.collected.filter((item) => item !== undefined) : []
  const outputs = { collectedArray: collected }
  checkOutputs(node, outputs)
  return [{ type: 'nodeOutput', node: name, path, outputs }]
}

const checkCollected = (state: ExecutionState, { within }: Scope, { node, inputs }: NodeInput): void => {
  const most = state.started?.limits.collectedBytes ?? Infinity
  const before = within?.opening.type === 'each' ? within.opening.collectedBytes : 0
  if (before + sizeOf(inputs['arrayItem'] ?? null) > most)
    throw new NodeError('VALIDATION', `Node ${node} has gathered more than ${most} bytes (setting limits.collectedBytes).`)
}

const nodeInput = (flow: CompiledFlow, state: ExecutionState, step: Step): NodeInput => {
  const { node, path } = step
  checkLimits(state)
  const inputs = inputsOf(flow, scopeOf(state, step), nodeNumber(flow, step.index))
  checkInputs(state, node, inputs)
  return { type: 'nodeInput', node, path, inputs }
}

const inputsIn = (events: readonly EventPayload[]): Values => (events[0]?.type === 'nodeInput' ? events[0].inputs : {})

const scopeOf = (state: ExecutionState, { path }: Visit): Scope => {
  const scope = state.scopes.get(path)
  if (!scope) throw new Error(`Scope ${path} is not open`)
  return scope
}
