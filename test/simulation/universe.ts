import { createHash } from 'node:crypto'
import type { FlowDefinition } from '../../src/contract/flow-definition.ts'
import { MemoryExecutions } from '../fakes.ts'
import type { MemoryEventLog, Row } from '../memory-event-log.ts'
import { Chance } from './chance.ts'
import { Ledger } from './ledger.ts'
import type { Disturbance, Scenario } from './scenario.ts'
import { Scheduler } from './scheduler.ts'
import { Seen } from './seen.ts'
import type { Wall } from './simulated-clock.ts'
import type { CallFaults } from './simulated-calls.ts'
import { SimulatedProcess } from './simulated-process.ts'
import { SimulatedStorage } from './simulated-storage.ts'

const superviseMs = 1_000

/** Everything there is in one run, all of it drawn from one seed. */
export class Universe {
  readonly chance: Chance
  readonly scheduler: Scheduler
  readonly seen = new Seen()
  readonly durable: Durable
  readonly ledger: Ledger
  readonly storage: SimulatedStorage
  readonly wall: Wall = { offsetMs: 0 }
  readonly processes: SimulatedProcess[] = []
  readonly batchEvents: number | undefined
  readonly crowded: number
  #calls: CallFaults
  #healthy = false
  #over = false

  constructor({ chance, storage, calls, batchEvents, crowded }: Scenario, log: MemoryEventLog) {
    this.chance = new Chance(chance)
    this.scheduler = new Scheduler(this.chance)
    this.durable = { log, executions: new MemoryExecutions(log) }
    this.ledger = new Ledger(log, this.seen, () => this.scheduler.elapsedMs)
    this.storage = new SimulatedStorage(this, storage)
    this.batchEvents = batchEvents
    this.crowded = crowded
    this.#calls = calls
  }

  readonly calls = (): CallFaults => this.#calls

  get serving(): readonly SimulatedProcess[] {
    return this.processes.filter(({ serving }) => serving)
  }

  /** Stores a definition. Answers its hash. */
  prepare(definition: FlowDefinition): string {
    const text = JSON.stringify(definition)
    const hash = createHash('sha256').update(text).digest('hex')
    this.durable.log.definitions.set(hash, text)
    return hash
  }

  /** Whoever answers a request now. */
  readonly aProcess = (): SimulatedProcess | undefined => (this.serving.length > 0 ? this.chance.oneOf(this.serving) : undefined)

  /** Another life. It takes over what is not its own, whether or not somebody drives it. */
  boot(): void {
    const name = `p${this.processes.length + 1}`
    const driven = [...this.durable.log.rows.values()].filter((row) => row.status === 'Running' && this.#lives(row.owner))
    this.seen.count('taken from a living driver', driven.length)
    this.scheduler.note(`${name} begins`)
    this.processes.push(new SimulatedProcess(name, this))
  }

  disturb({ what, size }: Disturbance): void {
    if (this.#healthy) return
    const { seen, scheduler, storage } = this
    scheduler.note(`disturbance: ${what} ${size}`)
    if (what === 'crash' || what === 'close') return this.end(this.aProcess(), what, size)
    if (what === 'second process') return this.boot()
    if (what === 'storage crash') return storage.crash(size * 5)
    if (what === 'silence') return storage.silence(size * 6)
    if (what === 'damage') {
      const victim = this.aProcess()
      if (victim) storage.damage(victim)
      return
    }
    const jumpMs = size % 2 === 0 ? -size * 10 : size
    if (jumpMs < 0) seen.count('clock jumps backwards')
    this.wall.offsetMs += jumpMs
  }

  /** Another process, if nobody serves, or something Running belongs to one that is gone. */
  succeed(): void {
    const orphaned = ({ status, owner }: Row): boolean =>
      status === 'Running' && this.processes.some(({ name, gone }) => gone && name === owner)
    if (!this.#over && (this.serving.length === 0 || [...this.durable.log.rows.values()].some(orphaned))) this.boot()
  }

  /** Looks again and again: what a process had sent may happen after its successor has begun. */
  supervise(): void {
    this.succeed()
    if (!this.#over) this.scheduler.after(superviseMs, 'the supervisor looks', () => this.supervise())
  }

  /** Ends a process; what it leaves has a successor a moment later. */
  end(process: SimulatedProcess | undefined, how: 'crash' | 'close', size: number): void {
    const { seen, scheduler } = this
    if (!process) return
    const again = (): void => void scheduler.after(size, 'a successor is needed', () => this.succeed())
    if (how === 'crash') {
      seen.count('process crashes')
      process.crash()
      again()
    } else {
      seen.count('orderly closes')
      void process.close(size * 2).then(() => {
        process.crash()
        again()
      })
    }
  }

  /** The faults end: storage and all that is called are well from now on. */
  heal(): void {
    this.#healthy = true
    this.storage.heal()
    this.#calls = { ...this.#calls, slow: 0, hangs: 0, breaksOff: 0, fails: 0, ignoresSignal: 0 }
  }

  /** All lives close in order, and have no successors. Resolves when they have closed. */
  async close(): Promise<void> {
    this.#over = true
    await Promise.all(this.serving.map((process) => process.close(1_000)))
  }

  #lives(owner: string): boolean {
    return this.serving.some(({ name }) => name === owner)
  }
}

interface Durable {
  readonly log: MemoryEventLog
  readonly executions: MemoryExecutions
}
