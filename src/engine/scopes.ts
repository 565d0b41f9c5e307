import type { CompiledFlow, CompiledNode, CompiledRegion, Import } from '../flow/compiler/compiled-flow.ts'
import type { Values } from '../flow/nodes/node-type.ts'
import { nodeNumber, pathInto, rootOf } from './place.ts'
import { bringData, bringGate, denyData, fire, newSpread, settle, slotIn, spread, type Spread } from './settle.ts'
import type { EachOpening, ExecutionState, Opening, Scope } from './state.ts'
import { newScope, progress } from './state.ts'

/**
 * How scopes open and close. Keeps these invariants:
 *
 * 2. A scope is over when nothing in it is unsettled.
 * 3. Every scope of a region starts with what the region imports: all of it has settled before.
 * 6. An Iterator has at most N scopes open; the next opens when one closes. Its Collector fires when the last one is over.
 * 7. A Loop's iteration ends when its scope is over: then it is the Loop's turn to go on or out.
 */

/** The root: the start node fires, nodes that nothing leads to are dead. */
export const enterRoot = (flow: CompiledFlow, state: ExecutionState): void => {
  const scope = newScope(flow, rootOf(flow), { path: '' })
  state.scopes.set(scope.path, scope)
  fire(state, scope, flow.start)
  spread(flow, state, scope, { touched: [], dead: unreached(flow, scope, flow.start) })
}

/** An Iterator has its array: its first element comes under way, and each brings the next as long as they may be at once. */
export const openEach = (flow: CompiledFlow, state: ExecutionState, { scope, node, inputs }: Opened): void => {
  const { array } = inputs
  const opening: EachOpening = {
    type: 'each',
    items: Array.isArray(array) ? array : [],
    next: 0,
    open: 0,
    collected: [],
    collectedBytes: 0,
  }
  scope.openings.set(node.slot, opening)
  if (opening.items.length === 0) closeEach(flow, state, { scope, node })
  else nextElement(state, { scope, node, opening })
}

/** A Loop has what it begins with. */
export const openRepeat = (state: ExecutionState, { scope, node, inputs }: Opened): void => {
  scope.openings.set(node.slot, { type: 'repeat', values: inputs, returned: undefined })
  turn(state, { scope, node, index: 0 })
}

interface Opened {
  readonly scope: Scope
  readonly node: CompiledNode
  readonly inputs: Values
}

interface Inside {
  readonly scope: Scope
  /** The Iterator or Loop. */
  readonly node: CompiledNode
  readonly index: number
  readonly outputs: Values
}

/** An element begins: with what the Iterator put out for it, and with all that its region imports. */
export const enterElement = (flow: CompiledFlow, state: ExecutionState, { scope: around, node, index, outputs }: Inside): void => {
  const region = opensOf(flow, node)
  const opening = openingOf(around, node)
  const within = { scope: around, opening, index }
  const scope = newScope(flow, region, { path: pathInto(around.path, { node: node.name, index }), within, given: outputs })
  state.scopes.set(scope.path, scope)
  if (opening.type === 'each' && opening.open < atOnce(state)) nextElement(state, { scope: around, node, opening })
  const found = newSpread()
  for (const { node: target } of node.data) bringData(scope, nodeNumber(flow, target), found)
  for (const each of region.imports) bringImport(flow, scope, each, found)
  spread(flow, state, scope, found)
  closeIfOver(flow, state, scope)
}

/** An iteration begins with what its LoopInput put out. */
export const enterIteration = (flow: CompiledFlow, state: ExecutionState, { scope: around, node, index, outputs }: Inside): void => {
  const region = opensOf(flow, node)
  const opening = openingOf(around, node)
  if (region.type !== 'repeat' || opening.type !== 'repeat') throw new Error(`Node ${node.name} is no Loop`)
  opening.values = outputs
  opening.returned = undefined
  const scope = newScope(flow, region, {
    path: pathInto(around.path, { node: node.name, index }),
    within: { scope: around, opening, index },
  })
  state.scopes.set(scope.path, scope)
  const loopInput = nodeNumber(flow, region.loopInput)
  scope.values[loopInput.slot] = outputs
  settle(flow, state, { scope, node: loopInput })
  spread(flow, state, scope, { touched: [], dead: unreached(flow, scope, loopInput) })
  closeIfOver(flow, state, scope)
}

/** What follows when nothing in a scope is unsettled any more. */
export const closeIfOver = (flow: CompiledFlow, state: ExecutionState, scope: Scope): void => {
  if (scope.unsettled > 0 || !scope.within) return
  state.scopes.delete(scope.path)
  const { scope: around, opening, index } = scope.within
  const { region } = scope
  if (region.type === 'root') return
  const node = nodeNumber(flow, region.opener)
  if (opening.type === 'repeat') return turn(state, { scope: around, node, index: index + 1 })
  opening.open--
  nextElement(state, { scope: around, node, opening })
  if (opening.open === 0) closeEach(flow, state, { scope: around, node })
}

/**
 * The last element is over: the Iterator settles, and its Collector has what arrived.
 * @remarks Assumed: of an empty array the Collector puts out an empty one; without a Collector nothing behind the Iterator fires.
 */
const closeEach = (flow: CompiledFlow, state: ExecutionState, { scope, node }: { scope: Scope; node: CompiledNode }): void => {
  const region = opensOf(flow, node)
  settle(flow, state, { scope, node })
  if (region.type === 'each' && region.collector !== undefined) fire(state, scope, nodeNumber(flow, region.collector))
  else scope.openings.delete(node.slot)
  closeIfOver(flow, state, scope)
}

/** How many elements of one Iterator may be under way. */
const atOnce = ({ started }: ExecutionState): number => started?.limits.iteratorConcurrency ?? 1

/** The next element comes under way, if there is one. */
const nextElement = (state: ExecutionState, { scope, node, opening }: { scope: Scope; node: CompiledNode; opening: EachOpening }): void => {
  if (opening.next === opening.items.length) return
  opening.open++
  turn(state, { scope, node, index: opening.next++ })
}

/** It is an Iterator's or a Loop's turn. */
const turn = (state: ExecutionState, { scope, node, index }: { scope: Scope; node: CompiledNode; index: number }): void =>
  state.ready.push({ index: node.index, node: node.name, path: scope.path, inputs: undefined, opens: index })

export const openingOf = (scope: Scope, node: CompiledNode): Opening => {
  const opening = scope.openings.get(node.slot)
  if (!opening) throw new Error(`Node ${node.name} is not open in scope ${scope.path}`)
  return opening
}

const opensOf = (flow: CompiledFlow, { opens, name }: CompiledNode): CompiledRegion => {
  const region = flow.regions[opens ?? -1]
  if (!region) throw new Error(`Node ${name} opens no scopes`)
  return region
}

/** A connection from a scope around: its source has settled there, or is the Iterator around. */
const bringImport = (flow: CompiledFlow, scope: Scope, { from, source, target, condition }: Import, found: Spread): void => {
  const around = scopeOfRegion(scope, from)
  const [begin, end] = [nodeNumber(flow, source), nodeNumber(flow, target)]
  const slot = slotIn(around, begin)
  if (condition !== undefined) bringGate(scope, end, around.chosen[slot] === condition, found)
  else if (begin.opens === from || around.progress[slot] === progress.settled) bringData(scope, end, found)
  else denyData(scope, end, found)
}

/** The scope itself or the one around it that is of a region. */
export const scopeOfRegion = (scope: Scope, region: number): Scope => {
  let found: Scope | undefined = scope
  while (found && found.region.index !== region) found = found.within?.scope
  if (!found) throw new Error(`Scope ${scope.path} is in none of region ${region}`)
  return found
}

/** Nodes that nothing leads to. */
const unreached = (flow: CompiledFlow, { region }: Scope, start: CompiledNode): CompiledNode[] =>
  region.nodes.map((index) => nodeNumber(flow, index)).filter((node) => node !== start && node.dataCount === 0 && node.gateCount === 0)
