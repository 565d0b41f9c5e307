import { StorageUnavailable, type StorageTrouble } from '../../src/engine/event-log.ts'
import type { Chance } from './chance.ts'
import type { Life } from './life.ts'
import type { Scheduler } from './scheduler.ts'
import type { Seen } from './seen.ts'

/** How often a call goes wrong, each from 0 to 1. */
export interface StorageFaults {
  readonly slow: number
  readonly refused: number
  /** The caller is told that nobody knows. */
  readonly unknown: number
  /** One process's calls happen in the order in which it made them. */
  readonly ordered: boolean
}

interface Call {
  readonly life: Life
  readonly what: string
  readonly fate: Fate
}

type Fate = 'answered' | 'refused' | 'damaged' | 'happened' | 'did not happen' | 'happens later'

/**
 * What lies between a process and what is durable: a call travels, happens at one moment, and its answer travels back.
 * Either way may be slow or lost.
 */
export class SimulatedStorage {
  readonly #world: World
  readonly #queues = new WeakMap<Life, (() => void)[]>()
  #faults: StorageFaults
  /** Rises with each crash of the storage. */
  #generation = 0
  #downUntil = -1
  #silentUntil = -1
  /** Who has met damage writes nothing any more. */
  #damaged = new WeakSet<Life>()

  constructor(world: World, faults: StorageFaults) {
    this.#world = world
    this.#faults = faults
  }

  /** Nothing goes wrong from now on. */
  heal(): void {
    this.#faults = { ...this.#faults, slow: 0, refused: 0, unknown: 0 }
    this.#downUntil = -1
    this.#silentUntil = -1
    this.#damaged = new WeakSet()
  }

  /** Whatever is asked meanwhile happens, and is answered, only when it is over. */
  silence(forMs: number): void {
    this.#silentUntil = this.#world.scheduler.elapsedMs + forMs
    this.#world.seen.count('silences of the storage')
  }

  /** From now on one process is refused every write, and reads on. */
  damage(life: Life): void {
    this.#damaged.add(life)
    this.#world.seen.count('damages met')
  }

  /** What has not happened yet does not; what has is not answered. */
  crash(downMs: number): void {
    this.#generation++
    this.#downUntil = this.#world.scheduler.elapsedMs + downMs
    this.#world.seen.count('storage crashes')
  }

  write<Answer>(life: Life, what: string, happen: () => Promise<Answer>): Promise<Answer> {
    return this.#call({ life, what, fate: this.#damaged.has(life) ? 'damaged' : this.#fate() }, happen)
  }

  ask<Answer>(life: Life, what: string, happen: () => Promise<Answer>): Promise<Answer> {
    const fate = this.#fate()
    return this.#call({ life, what, fate: fate === 'answered' ? fate : 'refused' }, happen)
  }

  #call<Answer>({ life, what, fate }: Call, happen: () => Promise<Answer>): Promise<Answer> {
    const { scheduler, chance, seen } = this.#world
    const { promise, resolve, reject } = Promise.withResolvers<Answer>()
    if (life.gone) return promise
    const generation = this.#generation
    const answer = (how: string, settle: () => void): void =>
      void scheduler.after(this.#latencyMs(), `${life.name}: ${what} ${how}`, settle, life)
    const unavailable = (how: string, reason?: StorageTrouble): void =>
      answer(how, () => reject(new StorageUnavailable(`The storage: ${what} ${how}`, reason && { reason })))
    const unknown = (kind: 'happened' | 'did not happen' | 'happened later'): void => {
      seen.count(`unknown commits that ${kind}`)
      unavailable(`is not known; it ${kind}`)
    }
    const arrive = (): void => {
      scheduler.note(`storage: ${life.name} asks ${what}`)
      if (life.gone && chance.happens(0.5)) return
      const silentMs = this.#silentUntil - scheduler.elapsedMs
      if (silentMs > 0) {
        seen.count('calls held by a silence')
        scheduler.after(silentMs + this.#latencyMs(), `storage: the silence is over for ${what} of ${life.name}`, arrive)
        return
      }
      if (generation !== this.#generation) return unknown('did not happen')
      if (fate === 'refused') {
        seen.count('refused calls')
        return unavailable('is refused')
      }
      if (fate === 'damaged') return unavailable('meets damage', 'corrupt')
      if (fate === 'did not happen') return unknown('did not happen')
      if (fate === 'happens later') {
        const late = (): void => void happen().catch(() => undefined)
        scheduler.after(chance.between(1, 3_000), `storage: the lost ${what} of ${life.name} happens`, late)
        return unknown('happened later')
      }
      const settle = (how: string, settled: () => void): void => {
        if (fate === 'happened') return unknown('happened')
        answer(how, () =>
          generation === this.#generation ? settled() : reject(new StorageUnavailable('The storage crashed before it answered')),
        )
      }
      happen().then(
        (value) => settle('is answered', () => resolve(value)),
        (error: unknown) => settle('fails', () => reject(error)),
      )
    }
    scheduler.after(this.#latencyMs(), `a call of ${life.name} arrives`, this.#inTurn(life, arrive))
    return promise
  }

  #fate(): Fate {
    const { scheduler, chance } = this.#world
    if (scheduler.elapsedMs < this.#downUntil || chance.happens(this.#faults.refused)) return 'refused'
    if (!chance.happens(this.#faults.unknown)) return 'answered'
    return chance.oneOf(['happened', 'happened', 'did not happen', 'happens later'])
  }

  #latencyMs(): number {
    const { chance, seen } = this.#world
    if (!chance.happens(this.#faults.slow)) return chance.between(0, 3)
    seen.count('slow calls')
    return chance.oneOf([10, 100, 1_000, 6_000])
  }

  /** Where calls are ordered, whichever message comes first brings the oldest call. */
  #inTurn(life: Life, arrive: () => void): () => void {
    if (!this.#faults.ordered) return arrive
    const queue = this.#queues.get(life) ?? []
    this.#queues.set(life, queue)
    queue.push(arrive)
    return () => queue.shift()?.()
  }
}

interface World {
  readonly scheduler: Scheduler
  readonly chance: Chance
  readonly seen: Seen
}
