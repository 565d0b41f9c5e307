import type { CompiledFlow, CompiledNode } from '../flow/compiler/compiled-flow.ts'
import type { Values } from '../flow/nodes/node-type.ts'
import { unreachable } from '../lib/unreachable.ts'
import type { EventPayload, StoredEvent, Visit } from './event.ts'
import { flowFailure, nodeFailure } from './failure.ts'
import { nodeNumber, nodeOfRegion, pathAround, stepsOf } from './place.ts'
import { closeIfOver, enterElement, enterIteration, enterRoot, openEach, openRepeat } from './scopes.ts'
import { settle } from './settle.ts'
import { sizeOf, storedSize } from './size.ts'
import type { ExecutionState, Scope } from './state.ts'
import { visitKey } from './state.ts'

/**
 * What an event changes: the only code that writes to a state. It also takes the step off its queue for which the event
 * stands, so that folding any prefix of a log leaves exactly the open steps.
 */
export const evolve = (flow: CompiledFlow, state: ExecutionState, event: StoredEvent): void => {
  state.sequence = event.sequence
  state.at = event.at
  state.bytes += storedSize(event)
  apply(flow, state, event)
}

const apply = (flow: CompiledFlow, state: ExecutionState, event: EventPayload): void => {
  switch (event.type) {
    case 'started':
      state.started = event
      return
    case 'flowInput':
      state.document = event.document
      enterRoot(flow, state)
      return
    case 'nodeInput':
      begin(flow, state, event)
      return
    case 'nodeAction':
      return
    case 'nodeOutput':
      output(flow, state, event)
      return
    case 'conditionResult':
      state.ready.shift()
      finish(flow, state, event, event.condition)
      return
    case 'flowOutput':
      state.ready.shift()
      finish(flow, state, event)
      return
    case 'attempt': {
      const visit = state.inFlight.get(visitKey(event))
      if (!visit) throw new Error(`Attempt of ${visitKey(event)}, which is not in flight`)
      visit.attempt = event.number
      visit.recoveries = event.cause === 'recovered' ? visit.recoveries + 1 : 0
      if (event.cause !== 'retry') return
      visit.retries++
      visit.pause = { until: event.notBefore, lengthMs: event.notBefore - state.at }
      return
    }
    case 'nodeFailure':
      state.inFlight.delete(visitKey(event))
      state.failure = nodeFailure(event, event).slice(1)
      return
    case 'flowFailure':
      state.failure = (state.failure ?? flowFailure(event)).slice(1)
      return
    case 'ended':
      state.ended = event
      return
    default:
      unreachable(event)
  }
}

/** A `nodeInput`: a visit that works is now in flight, a step that is decided here goes on. */
const begin = (flow: CompiledFlow, state: ExecutionState, event: Visit & { readonly inputs: Values }): void => {
  const scope = scopeOf(state, event)
  const node = nodeOfRegion(flow, scope.region, event.node)
  const { inputs } = event
  state.visits++
  switch (node.type.behaviour) {
    case 'work': {
      state.waiting.shift()
      const untried = { attempt: 1, recoveries: 0, retries: 0, pause: undefined }
      state.inFlight.set(visitKey(event), { index: node.index, node: node.name, path: event.path, inputs, ...untried })
      return
    }
    case 'each':
      state.ready.shift()
      openEach(flow, state, { scope, node, inputs })
      return
    case 'repeat':
      state.ready.shift()
      openRepeat(state, { scope, node, inputs })
      return
    case 'gather':
      arrive(scope, inputs)
      state.ready.shift()
      finish(flow, state, event)
      return
    case 'loopEnd':
      if (scope.within?.opening.type === 'repeat') scope.within.opening.returned = inputs
      state.ready.shift()
      finish(flow, state, event)
      return
    default: {
      const step = state.ready.peek()
      if (step) step.inputs = inputs
    }
  }
}

/** One element has come as far as the Collector. */
const arrive = ({ within }: Scope, { arrayItem = null }: Values): void => {
  if (within?.opening.type !== 'each') throw new Error('A Collector without elements')
  within.opening.collected[within.index] = arrayItem
  within.opening.collectedBytes += sizeOf(arrayItem)
}

/** A `nodeOutput`: of an Iterator or a LoopInput it opens the scope that its path names. */
const output = (flow: CompiledFlow, state: ExecutionState, event: Visit & { readonly outputs: Values }): void => {
  const { outputs, path } = event
  const scope = state.scopes.get(path)
  if (!scope) {
    const around = scopeOf(state, { path: pathAround(path) })
    const { node: name = '', index = 0 } = stepsOf(path).at(-1) ?? {}
    const inside = { scope: around, node: nodeOfRegion(flow, around.region, name), index, outputs }
    state.ready.shift()
    if (inside.node.type.behaviour === 'each') enterElement(flow, state, inside)
    else enterIteration(flow, state, inside)
    return
  }
  const node = nodeOfRegion(flow, scope.region, event.node)
  if (node.type.behaviour === 'work') state.inFlight.delete(visitKey(event))
  else state.ready.shift()
  if (node.type.behaviour === 'start') state.document = undefined
  if (node.type.behaviour === 'gather' || node.type.behaviour === 'repeat') scope.openings.delete(openerOf(flow, node).slot)
  scope.values[node.slot] = outputs
  finish(flow, state, event)
}

/** The Iterator of a Collector, or the Loop itself. */
const openerOf = (flow: CompiledFlow, node: CompiledNode): CompiledNode => {
  const gathered = node.type.behaviour === 'gather' ? flow.regions[node.closes ?? -1] : undefined
  return gathered?.type === 'each' ? nodeNumber(flow, gathered.opener) : node
}

/** A visit is over, and perhaps its scope. */
const finish = (flow: CompiledFlow, state: ExecutionState, visit: Visit, condition?: string): void => {
  const scope = scopeOf(state, visit)
  const node = nodeOfRegion(flow, scope.region, visit.node)
  settle(flow, state, { scope, node, ...(condition !== undefined && { condition }) })
  closeIfOver(flow, state, scope)
}

const scopeOf = (state: ExecutionState, { path }: Pick<Visit, 'path'>): Scope => {
  const scope = state.scopes.get(path)
  if (!scope) throw new Error(`Scope ${path} is not open`)
  return scope
}
