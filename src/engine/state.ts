import type { CompiledFlow } from '../flow/compiler/compiled-flow.ts'
import type { Values } from '../flow/nodes/node-type.ts'
import { Queue } from './queue.ts'
import type { Ended, EventPayload, Started, Visit } from './event.ts'
import type { Json } from '../lib/json.ts'

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
  /** About the bytes of all values in the log (`storedSize`). */
  bytes: number
}

/** A visit that fired. `inputs`: its `nodeInput` event has been recorded already. */
export interface Step extends Visit {
  readonly index: number
  inputs: Values | undefined
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

/** One scope's nodes, by their index. */
export interface Scope {
  readonly path: string
  /** Data connections that are not alive yet. */
  readonly openData: Uint16Array
  /** Conditional connections that are neither alive nor dead yet. */
  readonly openGates: Uint32Array
  readonly progress: Uint8Array
  /** What settled nodes put out. */
  readonly values: (Values | undefined)[]
  /** How many nodes are neither settled nor dead. */
  unsettled: number
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

export const newScope = (flow: CompiledFlow, path: string): Scope => ({
  path,
  openData: Uint16Array.from(flow.nodes, (node) => node.dataCount),
  openGates: Uint32Array.from(flow.nodes, (node) => node.gateCount),
  progress: new Uint8Array(flow.nodes.length),
  values: [],
  unsettled: flow.nodes.length,
})

/** Names of nodes have no slash. */
export const visitKey = ({ path, node }: Visit): string => (path === '' ? node : `${path}/${node}`)
