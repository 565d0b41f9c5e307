import fc from 'fast-check'
import type { FlowDefinition } from '../../src/contract/flow-definition.ts'
import type { Json } from '../../src/lib/json.ts'
import { randomDocument, randomFlow } from '../random-flow.ts'
import type { CallFaults } from './simulated-calls.ts'
import type { StorageFaults } from './simulated-storage.ts'

/** All that is drawn before a run. What is drawn during it follows from `chance`. */
export interface Scenario {
  readonly chance: number
  readonly clients: readonly ClientPlan[]
  readonly disturbances: readonly Disturbance[]
  readonly storage: StorageFaults
  readonly calls: CallFaults
  /** How often there is no memory for one more execution, from 0 to 1. */
  readonly crowded: number
  /** At how many events a batch closes. */
  readonly batchEvents: number | undefined
  /** How the processes end that live when the faults do: they go on, let go in order, or crash. */
  readonly ending: 'go on' | 'close' | 'crash'
}

/** One client starts one execution, with one start token. */
export interface ClientPlan {
  readonly definition: FlowDefinition
  readonly document: Json
  readonly kind: 'async' | 'invoke'
  readonly maxConcurrency: number | undefined
  readonly iteratorConcurrency: number
  readonly executionMs: number
  readonly nodeMs: number
  readonly startAtMs: number
  /** Two tries of one start at once, of which neither knows of the other. */
  readonly twice: boolean
  /** From the start's answer. */
  readonly stopAfterMs: number | undefined
  /** Somebody else stops what the client's first try may have started, from then on. */
  readonly strangerAtMs: number | undefined
  readonly followers: readonly FollowPlan[]
}

export interface FollowPlan {
  /** From the start's answer. */
  readonly afterMs: number
  /** Between two events. */
  readonly paceMs: number
  /** Comes back after so many events, once. */
  readonly leavesAfter: number | undefined
}

const whats = ['crash', 'close', 'second process', 'storage crash', 'clock jump', 'silence', 'damage'] as const

/** What happens to processes, the storage and the clock on the wall. */
export interface Disturbance {
  readonly atMs: number
  readonly what: (typeof whats)[number]
  readonly size: number
}

/** When the faults end. */
export const horizonMs = 6_000

const rate = fc.constantFrom(0, 0, 0, 0.01, 0.05, 0.2)
const rarely = fc.constantFrom(0, 0, 0, 0.02, 0.1)
const moment = fc.oneof(fc.nat(40), fc.nat(400), fc.nat(3_000))
const maybe = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> => fc.option(arbitrary, { nil: undefined })

const follower: fc.Arbitrary<FollowPlan> = fc.record({
  afterMs: moment,
  paceMs: fc.constantFrom(0, 0, 1, 50),
  leavesAfter: maybe(fc.nat(12)),
})

const client: fc.Arbitrary<ClientPlan> = fc.record({
  definition: randomFlow,
  document: randomDocument,
  kind: fc.constantFrom('async' as const, 'async' as const, 'async' as const, 'invoke' as const),
  maxConcurrency: fc.constantFrom(undefined, undefined, 1, 2),
  iteratorConcurrency: fc.constantFrom(1, 1, 2, 3, 100),
  executionMs: fc.constantFrom(86_400_000, 86_400_000, 86_400_000, 86_400_000, 3_000),
  nodeMs: fc.constantFrom(30_000, 30_000, 1_500),
  startAtMs: fc.oneof(fc.nat(40), fc.nat(3_000)),
  twice: fc.boolean(),
  stopAfterMs: maybe(fc.oneof(moment, fc.nat(12_000))),
  strangerAtMs: fc.option(moment, { nil: undefined, freq: 1 }),
  followers: fc.array(follower, { maxLength: 2 }),
})

const disturbance: fc.Arbitrary<Disturbance> = fc.record({
  atMs: fc.oneof(moment, fc.nat(horizonMs - 1_000)),
  what: fc.constantFrom(...whats),
  size: fc.nat(1_000),
})

export const scenario: fc.Arbitrary<Scenario> = fc.record({
  chance: fc.noShrink(fc.nat()),
  clients: fc.array(client, { minLength: 1, maxLength: 5 }),
  disturbances: fc.array(disturbance, { maxLength: 7 }),
  storage: fc.record({ slow: rate, refused: rate, unknown: rate, ordered: fc.boolean() }),
  calls: fc.record({
    slow: rarely,
    hangs: rarely,
    breaksOff: rarely,
    fails: rarely,
    ignoresSignal: rarely,
    latencyMs: fc.constantFrom(2, 50, 500, 2_000),
    slots: fc.constantFrom(8, 1, 2, 4),
  }),
  crowded: fc.constantFrom(0, 0, 0.5, 0.98),
  batchEvents: fc.constantFrom(undefined, 1, 2, 5),
  ending: fc.constantFrom('go on' as const, 'close' as const, 'crash' as const),
})
