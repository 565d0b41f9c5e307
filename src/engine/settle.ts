import type { CompiledFlow, CompiledNode } from '../flow/compiler/compiled-flow.ts'
import type { ExecutionState, Scope } from './state.ts'
import { progress } from './state.ts'

/**
 * How nodes fire and die. Keeps these invariants:
 *
 * 1. A node settles exactly once per scope, alive or dead. It fires when all its Data connections are alive and, if it
 *    has Conditional ones, at least one of them is. It is dead as soon as one Data or all Conditional connections are
 *    dead. Death spreads at once and silently.
 * 5. One event costs the connections of its node: no scan, no copy.
 */

/** Opens a scope: its start node fires, nodes that nothing leads to are dead. */
export const enter = (flow: CompiledFlow, state: ExecutionState, scope: Scope): void => {
  state.scopes.set(scope.path, scope)
  const dead = flow.nodes.filter((node) => node !== flow.start && node.dataCount === 0 && node.gateCount === 0)
  fire(state, scope, flow.start)
  bury(flow, scope, dead)
}

/** A node put out its values, or chose `condition`: its connections come alive or die, and it is settled. */
export const settle = (
  flow: CompiledFlow,
  state: ExecutionState,
  { scope, node, condition }: { scope: Scope; node: CompiledNode; condition?: string },
): void => {
  scope.progress[node.index] = progress.settled
  scope.unsettled--
  const touched: CompiledNode[] = []
  const dead: CompiledNode[] = []
  for (const { node: target } of node.data) {
    lower(scope.openData, target)
    touched.push(at(flow, target))
  }
  for (const gate of node.gates) {
    const target = at(flow, gate.node)
    if (gate.condition === condition) {
      scope.openGates[target.index] = opened
      touched.push(target)
    } else if (closeGate(scope, target)) dead.push(target)
  }
  for (const target of touched.toSorted((a, b) => a.index - b.index)) if (canFire(scope, target)) fire(state, scope, target)
  bury(flow, scope, dead)
}

/** Stands in `openGates` once one Conditional connection is alive: the others do not matter any more. */
const opened = 0xffff_ffff

const canFire = (scope: Scope, { index, gateCount }: CompiledNode): boolean =>
  scope.progress[index] === progress.pending && scope.openData[index] === 0 && (gateCount === 0 || scope.openGates[index] === opened)

const fire = (state: ExecutionState, scope: Scope, { index, name, type }: CompiledNode): void => {
  scope.progress[index] = progress.fired
  const queue = type.behaviour === 'work' ? state.waiting : state.ready
  queue.push({ index, node: name, path: scope.path, inputs: undefined })
}

/** Whether this was the last Conditional connection that could have come alive. */
const closeGate = (scope: Scope, { index }: CompiledNode): boolean => {
  if (scope.openGates[index] === opened) return false
  return lower(scope.openGates, index) === 0
}

const bury = (flow: CompiledFlow, scope: Scope, dead: CompiledNode[]): void => {
  for (let node = dead.pop(); node; node = dead.pop()) {
    if (scope.progress[node.index] !== progress.pending) continue
    scope.progress[node.index] = progress.dead
    scope.unsettled--
    for (const { node: target } of node.data) dead.push(at(flow, target))
    for (const { node: target } of node.gates) if (closeGate(scope, at(flow, target))) dead.push(at(flow, target))
  }
}

const lower = (counts: Uint16Array | Uint32Array, index: number): number => {
  const count = (counts[index] ?? 0) - 1
  counts[index] = count
  return count
}

const at = (flow: CompiledFlow, index: number): CompiledNode => {
  const node = flow.nodes[index]
  if (!node) throw new Error(`No node ${index} in a flow of ${flow.nodes.length}`)
  return node
}
