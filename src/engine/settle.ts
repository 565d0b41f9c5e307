import type { CompiledFlow, CompiledNode } from '../flow/compiler/compiled-flow.ts'
import { nodeNumber } from './place.ts'
import type { ExecutionState, Scope } from './state.ts'
import { progress } from './state.ts'

/**
 * How nodes fire and die. Keeps these invariants:
 *
 * 1. A node settles exactly once per scope, alive or dead. It fires when all its Data connections are alive and, if it
 *    has Conditional ones, at least one of them is. It is dead as soon as one Data or all Conditional connections are
 *    dead. Death spreads at once and silently.
 * 3. An Iterator fires only when everything has settled that its region imports.
 * 5. One event costs the connections of its node: no scan, no copy.
 */

/** What has come about in a scope and is not yet spread. */
export interface Spread {
  /** Nodes that may fire now. */
  readonly touched: CompiledNode[]
  /** Nodes that are dead now. */
  readonly dead: CompiledNode[]
}

export const newSpread = (): Spread => ({ touched: [], dead: [] })

/** A node put out its values, or chose `condition`: its connections come alive or die, and it is settled. */
export const settle = (
  flow: CompiledFlow,
  state: ExecutionState,
  { scope, node, condition }: { scope: Scope; node: CompiledNode; condition?: string },
): void => {
  const slot = slotIn(scope, node)
  scope.progress[slot] = progress.settled
  if (condition !== undefined) scope.chosen[slot] = condition
  scope.unsettled--
  const found = newSpread()
  // An arrival at a Collector goes no further.
  if (node.region === scope.region.index) {
    for (const { node: target } of node.data) bringData(scope, nodeNumber(flow, target), found)
    for (const gate of node.gates) bringGate(scope, nodeNumber(flow, gate.node), gate.condition === condition, found)
    release(flow, scope, node, found)
  }
  spread(flow, state, scope, found)
}

/** Lets everything fire and die that can. */
export const spread = (flow: CompiledFlow, state: ExecutionState, scope: Scope, found: Spread): void => {
  bury(flow, scope, found)
  for (const target of found.touched.toSorted((a, b) => a.index - b.index)) if (canFire(scope, target)) fire(state, scope, target)
}

/** A Data connection is alive. */
export const bringData = (scope: Scope, target: CompiledNode, { touched }: Spread): void => {
  if (!takes(scope, target)) return
  lower(scope.openData, slotIn(scope, target))
  touched.push(target)
}

/** A Data connection is dead. */
export const denyData = (scope: Scope, target: CompiledNode, { dead }: Spread): void => {
  if (takes(scope, target)) dead.push(target)
}

/** A Conditional connection is alive or dead. */
export const bringGate = (scope: Scope, target: CompiledNode, alive: boolean, { touched, dead }: Spread): void => {
  const slot = slotIn(scope, target)
  if (!takes(scope, target) || scope.openGates[slot] === opened) return
  if (alive) {
    scope.openGates[slot] = opened
    touched.push(target)
  } else if (lower(scope.openGates, slot) === 0) dead.push(target)
}

/** Where a scope keeps a node: a Collector has a place in each element, and one in the scope around them. */
export const slotIn = ({ region }: Scope, node: CompiledNode): number => (gathers(node) === region.index ? region.nodes.length : node.slot)

/** Whether a node is the end of connections in a scope. A Collector is one in the elements only. */
const takes = ({ region }: Scope, node: CompiledNode): boolean => (gathers(node) ?? node.region) === region.index

/** The region whose elements a Collector gathers. */
const gathers = ({ type, closes }: CompiledNode): number | undefined => (type.behaviour === 'gather' ? closes : undefined)

/** Stands in `openGates` once one Conditional connection is alive: the others do not matter any more. */
const opened = 0xffff_ffff

const canFire = (scope: Scope, target: CompiledNode): boolean => {
  const slot = slotIn(scope, target)
  return (
    scope.progress[slot] === progress.pending &&
    scope.openData[slot] === 0 &&
    (target.gateCount === 0 || scope.openGates[slot] === opened) &&
    scope.openAwaits[slot] === 0
  )
}

export const fire = (state: ExecutionState, scope: Scope, node: CompiledNode): void => {
  scope.progress[slotIn(scope, node)] = progress.fired
  const { index, name, type } = node
  const queue = type.behaviour === 'work' ? state.waiting : state.ready
  queue.push({ index, node: name, path: scope.path, inputs: undefined })
}

/** Whoever waited for a node to settle, alive or dead, waits for it no more. */
const release = (flow: CompiledFlow, scope: Scope, { awaitedBy }: CompiledNode, { touched }: Spread): void => {
  for (const index of awaitedBy) {
    const iterator = nodeNumber(flow, index)
    lower(scope.openAwaits, slotIn(scope, iterator))
    touched.push(iterator)
  }
}

const bury = (flow: CompiledFlow, scope: Scope, found: Spread): void => {
  const { dead } = found
  for (let node = dead.pop(); node; node = dead.pop()) {
    const slot = slotIn(scope, node)
    if (scope.progress[slot] !== progress.pending) continue
    scope.progress[slot] = progress.dead
    scope.unsettled--
    if (node.region !== scope.region.index) continue
    for (const { node: target } of node.data) denyData(scope, nodeNumber(flow, target), found)
    for (const { node: target } of node.gates) bringGate(scope, nodeNumber(flow, target), false, found)
    release(flow, scope, node, found)
    const region = node.opens === undefined ? undefined : flow.regions[node.opens]
    if (region?.type === 'each' && region.collector !== undefined) dead.push(nodeNumber(flow, region.collector))
  }
}

const lower = (counts: Uint16Array | Uint32Array, slot: number): number => {
  const count = (counts[slot] ?? 0) - 1
  counts[slot] = count
  return count
}
