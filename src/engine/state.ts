import type { CompiledFlow, CompiledRegion } from '../flow/compiler/compiled-flow.ts'
import type { Values } from '../flow/nodes/node-type.ts'
import type { Json } from '../lib/json.ts'
import type { Ended, EventPayload, Started, Visit } from './event.ts'
import { Queue } from './queue.ts'

/**
 * What the events of one execution come to. One object per running execution, owned by its run loop and changed in place
 * by `evolve` alone: the same events always give the same state.
 */
export interface ExecutionState {
  /** Of the last event. */
  sequence: number
  at: number
  started: Started | undefined
  /** The document that the request brought, until the Input node has put it out. */
  document: Json | undefined
  /** The open scopes by path; the root's is `''`. */
  readonly scopes: Map<string, Scope>
  /** Steps that are decided without the world, in the order in which they became possible. */
  readonly ready: Queue<Step>
  /** Visits that will work, likewise. */
  readonly waiting: Queue<Step>
  /** Visits that began to work and have not settled, by `visitKey`. */
  readonly inFlight: Map<string, VisitInFlight>
  /** Once something has failed: the events that are still missing up to `ended`. */
  failure: readonly EventPayload[] | undefined
  ended: Ended | undefined
  /** How many visits began. */
  visits: number
  /** About the bytes of all values and paths in the log (`storedSize`). */
  bytes: number
}

/** A visit that fired. `inputs`: its `nodeInput` event has been recorded already. */
export interface Step extends Visit {
  readonly index: number
  inputs: Values | undefined
  /** Of an Iterator or Loop that has fired: which scope it is to open, or an iteration whose turn it is to go on or out. */
  readonly opens?: number
}

export interface VisitInFlight extends Visit {
  readonly index: number
  readonly inputs: Values
  attempt: number
  /** How many `recovered` attempts came one after the other. */
  recoveries: number
  /** How many attempts were retries. */
  retries: number
  /** Of the last retry. */
  pause: { readonly until: number; readonly lengthMs: number } | undefined
}

/** One scope's nodes, by their slots; a region's Collector comes behind them. */
export interface Scope {
  readonly path: string
  readonly region: CompiledRegion
  /** Absent: this is the root. */
  readonly within?: Within
  /** What the Iterator put out for this element. */
  readonly given?: Values
  /** Data connections that are not alive yet. */
  readonly openData: Uint16Array
  /** Conditional connections that are neither alive nor dead yet. */
  readonly openGates: Uint32Array
  /** Nodes that an Iterator still waits for beside its own connections. */
  readonly openAwaits: Uint16Array
  readonly progress: Uint8Array
  /** What settled nodes put out. */
  readonly values: (Values | undefined)[]
  /** What settled Conditions chose. */
  readonly chosen: (string | undefined)[]
  /** How many nodes are neither settled nor dead. */
  unsettled: number
  /** The Iterators and Loops under way in it, by their slots. */
  readonly openings: Map<number, Opening>
}

/** Where a scope stands. */
export interface Within {
  readonly scope: Scope
  readonly opening: Opening
  /** Of the element or iteration, from 0. */
  readonly index: number
}

/** An Iterator or a Loop that has fired and not settled. */
export type Opening = EachOpening | RepeatOpening

export interface EachOpening {
  readonly type: 'each'
  readonly items: readonly Json[]
  /** The next element. */
  next: number
  /** How many elements are under way. */
  open: number
  /** What has arrived at the Collector, by element. */
  readonly collected: (Json | undefined)[]
  /** About its bytes. */
  collectedBytes: number
}

export interface RepeatOpening {
  readonly type: 'repeat'
  /** What the LoopInput put out last; at first what the Loop was given. */
  values: Values
  /** What arrived at the LoopController in the last iteration. */
  returned: Values | undefined
}

/** How far a node is in its scope. */
export const progress = { pending: 0, fired: 1, settled: 2, dead: 3 } as const

export const newState = (): ExecutionState => ({
  sequence: 0,
  at: 0,
  started: undefined,
  document: undefined,
  scopes: new Map(),
  ready: new Queue(),
  waiting: new Queue(),
  inFlight: new Map(),
  failure: undefined,
  ended: undefined,
  visits: 0,
  bytes: 0,
})

export const newScope = (
  flow: CompiledFlow,
  region: CompiledRegion,
  { path, ...given }: Pick<Scope, 'path' | 'within' | 'given'>,
): Scope => {
  const { openData, openGates, openAwaits } = countsOf(flow, region)
  return {
    path,
    region,
    ...given,
    openData: openData.slice(),
    openGates: openGates.slice(),
    openAwaits: openAwaits.slice(),
    progress: new Uint8Array(openData.length),
    values: [],
    chosen: [],
    unsettled: openData.length,
    openings: new Map(),
  }
}

type Counts = Pick<Scope, 'openData' | 'openGates' | 'openAwaits'>

/** What every scope of a region begins with, counted once. */
const countsOf = (flow: CompiledFlow, region: CompiledRegion): Counts => {
  const known = counts.get(region)
  if (known) return known
  const members = [...region.nodes, ...(region.type === 'each' && region.collector !== undefined ? [region.collector] : [])]
  const nodes = members.flatMap((index) => flow.nodes[index] ?? [])
  const counted = {
    openData: Uint16Array.from(nodes, (node) => node.dataCount),
    openGates: Uint32Array.from(nodes, (node) => node.gateCount),
    openAwaits: Uint16Array.from(nodes, ({ opens }) => (opens === undefined ? 0 : (flow.regions[opens]?.awaits.length ?? 0))),
  }
  counts.set(region, counted)
  return counted
}

const counts = new WeakMap<CompiledRegion, Counts>()

/** Names of nodes have no slash. */
export const visitKey = ({ path, node }: Visit): string => (path === '' ? node : `${path}/${node}`)
