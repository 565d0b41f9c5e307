import type { ExecutionStatus, StoredEvent } from '../../src/engine/event.ts'
import type { Created, ExecutionStart, Interrupted, Lease } from '../../src/engine/event-log.ts'
import { Fenced } from '../../src/engine/event-log.ts'
import { idempotencyKey } from '../../src/engine/bind-work.ts'
import { visitKey } from '../../src/engine/state.ts'
import type { CallOptions } from '../../src/flow/capabilities/call-options.ts'
import type { MemoryEventLog } from '../memory-event-log.ts'
import type { Life } from './life.ts'
import type { Seen } from './seen.ts'
import type { Check } from './violation.ts'
import { Violation } from './violation.ts'

/** What is known of one execution from the moments in which it was written. */
interface Known {
  events: number
  status: ExecutionStatus
  epoch: number
  readonly settled: Set<string>
  readonly entered: Set<string>
  /** How often each visit may have begun to work, by its key: its `nodeInput` and `attempt` events. */
  readonly allowed: Map<string, number>
  readonly begun: Map<string, number>
  /** Visits whose call was not answered as it should, by their keys. */
  readonly troubled: Set<string>
}

/** Whose call it is. */
type Called = Pick<CallOptions, 'executionArn' | 'idempotencyKey'>

/** What a process was told of an execution's log, and when. */
export interface Told {
  readonly atMs: number
  readonly sequence: number
}

/** Watches every write in the moment in which it happens, and all work in the moment in which it begins. */
export class Ledger {
  readonly #log: MemoryEventLog
  readonly #seen: Seen
  readonly #now: () => number
  readonly #known = new Map<string, Known>()
  readonly #tokens = new Map<string, string>()
  readonly #told = new Map<string, Told[]>()
  readonly #stopped = new Set<string>()
  readonly #proofs = new Map<string, Life>()
  readonly #reads = new Map<string, number>()
  /** The first thing that must never be, and was. */
  violation: Violation | undefined

  constructor(log: MemoryEventLog, seen: Seen, now: () => number) {
    this.#log = log
    this.#seen = seen
    this.#now = now
  }

  violate(check: Check, detail: string): void {
    this.violation ??= new Violation(check, detail)
  }

  async created({ executionArn, startToken }: ExecutionStart, write: Promise<Created>): Promise<Created> {
    const created = await write
    if (this.#log.rows.has(executionArn)) {
      const first = this.#tokens.get(startToken) ?? executionArn
      this.#tokens.set(startToken, first)
      if (first !== executionArn) this.violate('a retried start made two executions', `${first} and ${executionArn}`)
      this.#look(executionArn)
    }
    return created
  }

  async appended(lease: Lease, write: Promise<void>): Promise<void> {
    const { executionArn, epoch } = lease
    try {
      await write
    } catch (error) {
      if (error instanceof Fenced) this.#seen.count('appends fenced')
      throw error
    }
    const known = this.#look(executionArn)
    if (epoch < known.epoch) this.violate('an older driver appended', `epoch ${epoch} after ${known.epoch} to ${executionArn}`)
  }

  async interrupted(executionArn: string, write: Promise<Interrupted>): Promise<Interrupted> {
    const interrupted = await write
    if (interrupted) this.#look(executionArn)
    return interrupted
  }

  async taken<Taken extends Lease>(write: Promise<readonly Taken[]>): Promise<readonly Taken[]> {
    const leases = await write
    for (const { executionArn, epoch } of leases) this.of(executionArn).epoch = epoch
    this.#seen.count('executions taken over', leases.length)
    return leases
  }

  of(executionArn: string): Known {
    const known = this.#known.get(executionArn) ?? {
      events: 0,
      status: 'Running',
      epoch: 1,
      settled: new Set(),
      entered: new Set(),
      allowed: new Map(),
      begun: new Map(),
      troubled: new Set(),
    }
    this.#known.set(executionArn, known)
    return known
  }

  /** The answer to a write has reached the process: its followers are owed all events up to there. */
  told({ name }: Life, executionArn: string, sequence: number): void {
    const key = `${name} ${executionArn}`
    const told = this.#told.get(key) ?? []
    this.#told.set(key, told)
    told.push({ atMs: this.#now(), sequence })
  }

  /** The last event that a process has known of since before a moment. */
  toldBefore({ name }: Life, executionArn: string, atMs: number): number {
    const told = this.#told.get(`${name} ${executionArn}`) ?? []
    return Math.max(0, ...told.filter((one) => one.atMs <= atMs).map(({ sequence }) => sequence))
  }

  /** Somebody reads the log of an execution, until this is disposed. */
  reading(life: Life, executionArn: string): Disposable {
    const key = `${life.name} ${executionArn}`
    this.#reads.set(key, (this.#reads.get(key) ?? 0) + 1)
    return { [Symbol.dispose]: () => this.#reads.set(key, (this.#reads.get(key) ?? 0) - 1) }
  }

  reads({ name }: Life, executionArn: string): boolean {
    return (this.#reads.get(`${name} ${executionArn}`) ?? 0) > 0
  }

  /** A process knows that it ended the execution: it owes the proof. */
  owesProof(life: Life, executionArn: string): void {
    this.#proofs.set(executionArn, life)
  }

  /** Whether a process that still lives owes the proof: what a dead one left open is for the next that begins. */
  isOwed(executionArn: string): boolean {
    return this.#proofs.get(executionArn)?.gone === false
  }

  /** A process has answered that it stopped the execution, or that it had been stopped. */
  stopAnswered({ name }: Life, executionArn: string): void {
    this.#stopped.add(`${name} ${executionArn}`)
  }

  /** A visit begins to work: invariant 9. */
  begins(life: Life, { executionArn, idempotencyKey: key }: Called, what: string): void {
    const { allowed, begun } = this.of(executionArn)
    begun.set(key, (begun.get(key) ?? 0) + 1)
    const [times, durable] = [begun.get(key) ?? 0, allowed.get(key) ?? 0]
    if (times > durable) this.violate('work began before it was durable', `${what} of ${executionArn}, ${times} times of ${durable}`)
    this.opens(life, executionArn, what)
  }

  /** Something is called. */
  opens({ name }: Life, executionArn: string, what: string): void {
    if (this.#stopped.has(`${name} ${executionArn}`)) this.violate('work began after a stop', `${what} of ${executionArn} in ${name}`)
  }

  #look(executionArn: string): Known {
    const known = this.of(executionArn)
    const events = this.#log.events(executionArn)
    const status = this.#log.rows.get(executionArn)?.status ?? 'Running'
    if (known.status !== 'Running') {
      if (status !== known.status) this.violate('a terminal status changed', `${executionArn} was ${known.status} and is ${status}`)
      if (events.length !== known.events) this.violate('something follows the end', `${events.at(-1)?.type} in ${executionArn}`)
    }
    for (const event of events.slice(known.events)) this.#read(executionArn, event, events[event.sequence - 2])
    known.events = events.length
    known.status = status
    return known
  }

  #read(executionArn: string, event: StoredEvent, before: StoredEvent | undefined): void {
    const { settled, entered, allowed } = this.of(executionArn)
    const inOrder = before ? event.sequence === before.sequence + 1 && event.at >= before.at : event.type === 'started'
    if (!inOrder) this.violate('the log is not in order', `${event.sequence} at ${event.at} of ${executionArn}`)
    if (before?.type === 'ended') this.violate('something follows the end', `${event.type} in ${executionArn}`)
    if (event.type === 'nodeInput' || event.type === 'attempt') {
      const visit = visitKey(event)
      const key = idempotencyKey(executionArn, visit)
      allowed.set(key, (allowed.get(key) ?? 0) + 1)
      if (settled.has(visit) || (event.type === 'nodeInput' && entered.has(visit)))
        this.violate('a visit was repeated', `${event.type} of ${visit} of ${executionArn}`)
      entered.add(visit)
    }
    if (event.type === 'attempt') {
      this.#seen.count(event.cause === 'retry' ? 'visits tried again' : 'visits begun again')
      if (event.path !== '' && event.cause !== 'retry') this.#seen.count('visits begun again in elements and iterations')
    }
    if (event.type !== 'nodeOutput' && event.type !== 'conditionResult' && event.type !== 'flowOutput') return
    const visit = visitKey(event)
    if (settled.has(visit)) this.violate('a visit has two outputs', `${visit} of ${executionArn}`)
    settled.add(visit)
  }
}
