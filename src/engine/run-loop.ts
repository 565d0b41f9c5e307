import type { CompiledFlow } from '../flow/compiler/compiled-flow.ts'
import type { Clock } from '../lib/clock.ts'
import type { Command } from './decide.ts'
import { decide } from './decide.ts'
import { appendDurably } from './durable-append.ts'
import type { StoredEvent, Visit } from './event.ts'
import type { EventLog, Lease, StorageUnavailable } from './event-log.ts'
import { evolve } from './evolve.ts'
import type { InFlight, Run } from './in-flight.ts'
import type { Outcome } from './outcome.ts'
import { commandOf } from './outcome.ts'
import { pauseLeft } from './retry.ts'
import type { ExecutionState, VisitInFlight } from './state.ts'
import { visitKey } from './state.ts'

const fullEvents = 256
const fullBytes = 256 * 1024
/** As long as nobody else is heard. */
const fullMs = 20

/** What the loop drives, and with what. */
export interface Drive {
  readonly flow: CompiledFlow
  readonly state: ExecutionState
  readonly inFlight: InFlight
  readonly clock: Clock
  /** From 0 up to 1: the jitter of retries. */
  readonly random: () => number
  /** Binds a visit to the node's code. */
  readonly work: (visit: VisitInFlight) => Run
  readonly draining: () => boolean
  /** At how many events a batch closes. @defaultValue 256 */
  readonly batchEvents?: number | undefined
}

/** Where the loop writes. */
export interface Journal {
  readonly log: EventLog
  readonly lease: Lease
  /** Aborts when the execution is stopped: nothing is offered to the storage from then on. */
  readonly signal: AbortSignal
  readonly publish: (events: readonly StoredEvent[]) => void
  readonly onUnavailable: (error: StorageUnavailable) => void
}

/**
 * Drives one execution until it has ended, was stopped, or the server drains.
 *
 * 8. Take all outcomes that have arrived, make their events, drain `decide`, append: one append per turn. A batch closes at
 *    256 events, 256 KiB or 20 ms, only between commands. Only after the acknowledgement: publish, then begin the batch's work.
 * 9. Work begins only after its `nodeInput` or `attempt` is durable, and never after an abort or beside an `ended`.
 * @throws Fenced - somebody else ended or took the execution. @throws anything else - a bug.
 */
export const runLoop = async (drive: Drive, journal: Journal, first: Iterable<Command> = []): Promise<void> => {
  await turn(drive, journal, commandsOf(drive, [], first))
  for (;;) {
    if (drive.state.ended || drive.inFlight.aborted) return
    if (drive.inFlight.idle) {
      if (drive.draining()) return
      throw new Error('The execution has not ended, but nothing is ready, waiting or in flight')
    }
    const outcomes = await drive.inFlight.next()
    if (drive.inFlight.aborted) return
    await turn(drive, journal, commandsOf(drive, outcomes))
  }
}

/** A function of its own: what one that waits for a model has ever held in its variables stays in memory. */
const turn = async (drive: Drive, journal: Journal, commands: Iterable<Command>): Promise<void> => {
  for (const batch of batches(drive, commands)) {
    await appendDurably(journal.log, {
      lease: journal.lease,
      batch: batch.events,
      patience: { clock: drive.clock, signal: journal.signal, onUnavailable: journal.onUnavailable },
    })
    journal.publish(batch.events)
    if (!drive.state.ended) perform(drive, batch.work)
  }
}

/** Begins visits whose `nodeInput` or `attempt` is durable. */
export const perform = (
  { state, inFlight, clock, work }: Pick<Drive, 'state' | 'inFlight' | 'clock' | 'work'>,
  visits: readonly Visit[],
): void => {
  for (const visit of visits) {
    const open = state.inFlight.get(visitKey(visit))
    if (!open) continue
    const { node, path, attempt } = open
    inFlight.perform({ node, path, attempt }, work(open), pauseLeft(open, clock.now()))
  }
}

/** One turn's commands. Lazy: each is decided on the state that the events before it have made. */
export const commandsOf = function* (
  { flow, state, clock, random, draining }: Pick<Drive, 'flow' | 'state' | 'clock' | 'random' | 'draining'>,
  outcomes: readonly Outcome[],
  first: Iterable<Command> = [],
): Generator<Command> {
  yield* first
  for (const outcome of outcomes) {
    if (state.failure) break
    const command = commandOf(flow, state, outcome, { now: clock.now(), random })
    // What is to be tried again while the server drains is for the next process.
    yield draining() ? { events: command.events } : command
  }
  for (let command = decide(flow, state); command; command = decide(flow, state)) {
    if (command.work && draining()) return
    yield command
  }
}

/** Folds commands into the state and cuts them into batches. Draws the next command only when the last batch was taken. */
export const batches = function* (
  { flow, state, clock, batchEvents = fullEvents }: Pick<Drive, 'flow' | 'state' | 'clock' | 'batchEvents'>,
  commands: Iterable<Command>,
): Generator<OpenBatch> {
  let batch: OpenBatch = { events: [], work: [] }
  let before = state.bytes
  let since = clock.monotonic()
  for (const { events, work } of commands) {
    for (const payload of events) {
      const event: StoredEvent = { ...payload, sequence: state.sequence + 1, at: Math.max(clock.now(), state.at) }
      evolve(flow, state, event)
      batch.events.push(event)
    }
    if (work) batch.work.push(work)
    if (batch.events.length < batchEvents && state.bytes - before < fullBytes && clock.monotonic() - since < fullMs) continue
    yield batch
    batch = { events: [], work: [] }
    before = state.bytes
    since = clock.monotonic()
  }
  if (batch.events.length > 0) yield batch
}

export interface OpenBatch {
  readonly events: StoredEvent[]
  readonly work: Visit[]
}
