import type { CallOptions } from '../../src/flow/capabilities/call-options.ts'
import { NodeError } from '../../src/flow/node-error.ts'
import { Slots } from '../../src/providers/calls/slots.ts'
import type { Chance } from './chance.ts'
import type { Ledger } from './ledger.ts'
import type { Life } from './life.ts'
import type { Scheduler } from './scheduler.ts'
import type { Kind, Seen } from './seen.ts'
import { nameOf } from './storage-port.ts'

/** How often a call goes wrong, each from 0 to 1. */
export interface CallFaults {
  readonly slow: number
  readonly hangs: number
  readonly breaksOff: number
  readonly fails: number
  readonly ignoresSignal: number
  /** Of an ordinary answer. */
  readonly latencyMs: number
  /** Calls of one kind at once, in each process. */
  readonly slots: number
}

/** A slower answer may come after its node's time. */
const shortestNodeMs = 1_000

/** One call and its answer. */
export interface SimulatedCall<Answer> {
  /** Who calls whom, for the trace. */
  readonly what: string
  readonly counts: Kind
  /** Its first piece has come, and no more will. */
  begins(): void
  /** All of it has come. */
  answers(): Answer
}

interface Work {
  readonly what: string
  readonly signal: AbortSignal
  queued: boolean
}

/** The calls of one kind that one process makes, behind real slots. */
export class SimulatedCalls {
  readonly #world: CallWorld
  readonly #life: Life
  readonly #slots: Slots
  readonly #work = new Set<Work>()
  #open = 0
  #slotsTaken = 0

  constructor(life: Life, world: CallWorld) {
    this.#life = life
    this.#world = world
    this.#slots = new Slots(world.calls().slots)
  }

  /** Who was stopped and waits for a slot all the same. */
  get leftInQueue(): string | undefined {
    for (const { what, signal, queued } of this.#work) if (queued && signal.aborted) return what
    return undefined
  }

  /** What is still at work, or holds a slot. */
  get leftOver(): string | undefined {
    const [work] = this.#work
    return work?.what ?? (this.#open > 0 ? `${this.#open} calls` : undefined)
  }

  async make<Answer>(call: SimulatedCall<Answer>, options: CallOptions): Promise<Answer> {
    const { ledger, seen } = this.#world
    const { executionArn, signal } = options
    const work: Work = { what: `${call.what} of ${nameOf(executionArn)} in ${this.#life.name}`, signal, queued: false }
    ledger.begins(this.#life, options, call.what)
    this.#work.add(work)
    const onQueued = (queued: boolean): void => {
      if (queued) seen.count('visits that queued for a slot')
      work.queued = queued
      options.onQueued(queued)
    }
    try {
      return await this.#slots.with({ executionArn, signal, onQueued }, () => this.#call(call, options))
    } finally {
      if (work.queued) seen.count('visits that left the queue')
      this.#work.delete(work)
    }
  }

  /** Takes every slot, for good. The next moment tells in `slotsTaken` whether all were free. */
  takeSlots(): void {
    const turn = { executionArn: '', signal: new AbortController().signal, onQueued: (): void => {} }
    const keep = async (): Promise<void> => {
      this.#slotsTaken++
      await new Promise(() => undefined)
    }
    for (let slot = 0; slot < this.#world.calls().slots; slot++) void this.#slots.with(turn, keep)
  }

  get slotsTaken(): boolean {
    return this.#slotsTaken === this.#world.calls().slots
  }

  async #call<Answer>(call: SimulatedCall<Answer>, options: CallOptions): Promise<Answer> {
    const { ledger, seen } = this.#world
    ledger.opens(this.#life, options.executionArn, call.what)
    seen.count(call.counts)
    this.#open++
    try {
      return await this.#behave(call, options)
    } finally {
      this.#open--
    }
  }

  #behave<Answer>(call: SimulatedCall<Answer>, { executionArn, idempotencyKey, signal }: CallOptions): Promise<Answer> {
    const { scheduler, chance, seen, ledger, calls } = this.#world
    const faults = calls()
    const what = `${this.#life.name}: ${call.what} of ${nameOf(executionArn)}`
    const { promise, resolve, reject } = Promise.withResolvers<Answer>()
    const after = (delayMs: number, how: string, run: () => void) => scheduler.after(delayMs, `${what} ${how}`, run, this.#life)
    const answer = (delayMs: number) => {
      if (delayMs >= shortestNodeMs) ledger.of(executionArn).troubled.add(idempotencyKey)
      return after(delayMs, 'is answered', () => resolve(call.answers()))
    }
    const trouble = (kind: Kind): void => {
      seen.count(kind)
      ledger.of(executionArn).troubled.add(idempotencyKey)
    }
    const ordinaryMs = chance.between(0, faults.latencyMs)
    if (chance.happens(faults.ignoresSignal)) {
      trouble('calls that ignore their signal')
      answer(chance.between(0, 40_000))
      return promise
    }
    let coming: { cancel(): void } | undefined
    if (chance.happens(faults.hangs)) trouble('calls that hang')
    else if (chance.happens(faults.breaksOff)) {
      trouble('calls that break off')
      call.begins()
      coming = after(ordinaryMs, 'breaks off', () =>
        reject(new NodeError('BAD_GATEWAY', `The answer for ${call.what} broke off.`, { retryable: true })),
      )
    } else if (chance.happens(faults.fails)) {
      trouble('calls that fail')
      coming = after(0, 'fails', () => reject(new NodeError('BAD_GATEWAY', `${call.what} was refused.`)))
    } else coming = answer(chance.happens(faults.slow) ? chance.between(1_000, 20_000) : ordinaryMs)
    const cut = (): void => {
      seen.count('calls cut by an abort')
      coming?.cancel()
      after(chance.happens(0.02) ? 6_000 : chance.between(0, 2), 'lets go', () => reject(signal.reason))
    }
    signal.addEventListener('abort', cut, { once: true })
    return promise.finally(() => signal.removeEventListener('abort', cut))
  }
}

export interface CallWorld {
  readonly scheduler: Scheduler
  readonly chance: Chance
  readonly seen: Seen
  readonly ledger: Ledger
  /** How calls behave now. */
  readonly calls: () => CallFaults
}
