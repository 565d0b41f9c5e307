import type { CompiledFlow, CompiledNode } from '../flow/compiler/compiled-flow.ts'
import type { Values } from '../flow/nodes/node-type.ts'
import { unreachable } from '../lib/unreachable.ts'
import type { EventPayload, StoredEvent, Visit } from './event.ts'
import { flowFailure, nodeFailure } from './failure.ts'
import { enter, settle } from './settle.ts'
import { storedSize } from './size.ts'
import type { ExecutionState, Scope } from './state.ts'
import { newScope, visitKey } from './state.ts'

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
      enter(flow, state, newScope(flow, ''))
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
      settle(flow, state, { scope: scopeOf(state, event), node: nodeOf(flow, event), condition: event.condition })
      return
    case 'flowOutput':
      state.ready.shift()
      settle(flow, state, { scope: scopeOf(state, event), node: nodeOf(flow, event) })
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

/** A `nodeInput`: a visit that works is now in flight, a step that is decided here waits for its second event. */
const begin = (flow: CompiledFlow, state: ExecutionState, event: Visit & { readonly inputs: Values }): void => {
  const node = nodeOf(flow, event)
  state.visits++
  if (node.type.behaviour === 'work') {
    state.waiting.shift()
    const { path, inputs } = event
    const untried = { attempt: 1, recoveries: 0, retries: 0, pause: undefined }
    state.inFlight.set(visitKey(event), { index: node.index, node: node.name, path, inputs, ...untried })
    return
  }
  const step = state.ready.peek()
  if (step) step.inputs = event.inputs
}

const output = (flow: CompiledFlow, state: ExecutionState, event: Visit & { readonly outputs: Values }): void => {
  const node = nodeOf(flow, event)
  const scope = scopeOf(state, event)
  if (node.type.behaviour === 'work') {
    state.inFlight.delete(visitKey(event))
  } else {
    state.ready.shift()
    state.document = undefined
  }
  scope.values[node.index] = event.outputs
  settle(flow, state, { scope, node })
}

const scopeOf = (state: ExecutionState, { path }: Visit): Scope => {
  const scope = state.scopes.get(path)
  if (!scope) throw new Error(`Scope ${path} is not open`)
  return scope
}

const nodeOf = (flow: CompiledFlow, { node: name }: Visit): CompiledNode => {
  const node = flow.byName.get(name)
  if (!node) throw new Error(`The flow has no node ${name}`)
  return node
}
