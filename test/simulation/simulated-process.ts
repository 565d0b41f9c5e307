import type { EventLog } from '../../src/engine/event-log.ts'
import { StorageUnavailable } from '../../src/engine/event-log.ts'
import { CompiledFlows } from '../../src/engine/compiled-flows.ts'
import { EngineUnavailable } from '../../src/engine/engine-unavailable.ts'
import { Engine } from '../../src/engine/engine.ts'
import type { Executions } from '../../src/engine/executions.ts'
import type { Chance } from './chance.ts'
import type { Ledger } from './ledger.ts'
import type { Life } from './life.ts'
import type { Scheduler } from './scheduler.ts'
import type { Seen } from './seen.ts'
import type { Wall } from './simulated-clock.ts'
import { simulatedClock } from './simulated-clock.ts'
import type { CallFaults, SimulatedCalls } from './simulated-calls.ts'
import { simulatedCapabilities } from './simulated-capabilities.ts'
import type { SimulatedStorage } from './simulated-storage.ts'
import { storagePort } from './storage-port.ts'

/** The process was gone before it answered. */
export class Gone extends Error {
  override readonly name = 'Gone'
}

/** One life of one process: the real engine, and all around it simulated. */
export class SimulatedProcess implements Life {
  readonly name: string
  readonly engine: Engine
  readonly calls: readonly SimulatedCalls[]
  readonly #scheduler: Scheduler
  readonly #end = Promise.withResolvers<never>()
  #state: 'serving' | 'closing' | 'gone' = 'serving'

  constructor(name: string, world: ProcessWorld) {
    const { scheduler, ledger } = world
    this.name = name
    this.#scheduler = scheduler
    this.#end.promise.catch(() => undefined)
    const { calls, ...capabilities } = simulatedCapabilities(this, world)
    this.calls = calls
    const { log, executions } = storagePort(this, world)
    this.engine = new Engine({
      log,
      executions,
      flows: new CompiledFlows((hash) => log.definition(hash)),
      capabilities,
      clock: simulatedClock(this, world),
      random: () => world.chance.fraction(),
      owner: { id: name },
      batchEvents: world.batchEvents,
      hasRoom() {
        const isCrowded = world.chance.happens(world.crowded)
        if (isCrowded) world.seen.count('looks at a memory without room')
        return !isCrowded
      },
      report: {
        bug: (error) => ledger.violate('a bug was reported', error instanceof Error ? (error.stack ?? error.message) : String(error)),
        storageUnavailable: ({ message }) => scheduler.note(`${name} hears: ${message}`),
      },
    })
    this.engine.recover().catch((error: unknown) => {
      if (this.#state === 'serving') ledger.violate('a bug was reported', `recover: ${String(error)}`)
    })
  }

  get gone(): boolean {
    return this.#state === 'gone'
  }

  get serving(): boolean {
    return this.#state === 'serving'
  }

  /** What the process answers, unless it is gone before. @throws Gone */
  async request<Answer>(ask: (engine: Engine) => Promise<Answer>): Promise<Answer> {
    if (this.gone) throw new Gone(this.name)
    return await Promise.race([ask(this.engine), this.#end.promise])
  }

  /** Nothing that it does from now on has any effect; its sockets close. */
  crash(): void {
    this.#state = 'gone'
    this.#scheduler.drop(this)
    this.#end.reject(new Gone(this.name))
  }

  /** Lets go in order. */
  async close(graceMs: number): Promise<void> {
    this.#state = 'closing'
    try {
      await this.engine.close(graceMs)
    } catch (error) {
      if (!(error instanceof StorageUnavailable)) throw error
      this.#scheduler.note(`${this.name} could not release: ${error.message}`)
    }
  }
}

/** What a client tries again elsewhere. */
export const isPassing = (error: unknown): boolean =>
  error instanceof Gone || error instanceof EngineUnavailable || error instanceof StorageUnavailable

export interface ProcessWorld {
  readonly scheduler: Scheduler
  readonly chance: Chance
  readonly seen: Seen
  readonly ledger: Ledger
  readonly storage: SimulatedStorage
  readonly durable: { readonly log: EventLog; readonly executions: Executions }
  readonly wall: Wall
  readonly calls: () => CallFaults
  readonly crowded: number
  readonly batchEvents: number | undefined
}
