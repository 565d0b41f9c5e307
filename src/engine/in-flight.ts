import type { Clock } from '../lib/clock.ts'
import { sleep } from '../lib/clock.ts'
import { NodeError } from '../flow/node-error.ts'
import type { NodeAction, Values } from '../flow/nodes/node-type.ts'
import type { Visit } from './event.ts'
import type { VisitRelease } from './stop-proof.ts'
import { NodeTimer } from './node-timer.ts'
import type { Outcome } from './outcome.ts'
import { visitKey } from './state.ts'

/** What a visit at work is given by the one who watches over it. */
export interface Supervision {
  readonly signal: AbortSignal
  progress(text: string): void
  received(sizeBytes: number): void
  queued(queued: boolean): void
  action(action: NodeAction): void
}

export type Run = (supervision: Supervision) => Promise<Values>

export interface AttemptedVisit extends Visit {
  readonly attempt: number
}

interface Work {
  readonly visit: AttemptedVisit
  readonly controller: AbortController
  readonly timer: NodeTimer
  readonly actions: NodeAction[]
  /** Resolves when the work itself has settled: its socket or process is gone. */
  released: Promise<void>
  releasedAt?: number
  tokensBefore: number
  tokensAfter: number
  bytesBefore: number
  bytesAfter: number
}

/**
 * The work under way for one execution.
 *
 * 8. The run loop is the single consumer: `next` answers all outcomes that have arrived.
 * 9. Nothing begins after an abort: `perform` then does nothing.
 * 13. A visit is released when its promise settles; text and bytes after the signal are counted.
 * 14. The node limit covers a visit's attempts and pauses, and ends it at once, also when it ignores its signal.
 */
export class InFlight {
  readonly #clock: Clock
  readonly #nodeMs: number
  readonly #work = new Set<Work>()
  /** What is left of the limit of visits whose last attempt failed. */
  readonly #leftMs = new Map<string, number>()
  #outcomes: Outcome[] = []
  #wake: (() => void) | undefined
  #aborted = false

  constructor({ clock, nodeMs }: { clock: Clock; nodeMs: number }) {
    this.#clock = clock
    this.#nodeMs = nodeMs
  }

  get aborted(): boolean {
    return this.#aborted
  }

  /** Whether nothing is at work and no outcome waits to be taken. */
  get idle(): boolean {
    return this.#work.size === 0 && this.#outcomes.length === 0
  }

  /** Begins to work, after a pause. The outcome comes from `next`. */
  perform(visit: AttemptedVisit, run: Run, pauseMs = 0): void {
    if (this.#aborted) return
    const work = this.#begin(visit)
    const settled = (async () => {
      if (pauseMs > 0) await sleep(this.#clock, pauseMs, work.controller.signal)
      return run(this.#supervise(work))
    })().then(
      (outputs): void => this.#settle(work, { outputs }),
      (error: unknown): void => this.#settle(work, { error }),
    )
    work.released = settled.then(() => {
      work.releasedAt = this.#clock.monotonic()
    })
  }

  /** What is at work now, as an open proof names it. */
  visits(): readonly VisitRelease[] {
    return [...this.#work].map((work) => unreleased(work))
  }

  /** All outcomes that have arrived, at least one; none once aborted. */
  async next(): Promise<readonly Outcome[]> {
    while (this.#outcomes.length === 0 && !this.#aborted) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    if (this.#aborted) return []
    const outcomes = this.#outcomes
    this.#outcomes = []
    return outcomes
  }

  /** Fires every signal, ends the waiting of `next`, and hands back what is to be proven. */
  abort(reason: unknown): Release {
    this.#aborted = true
    const abortedAt = this.#clock.monotonic()
    const work = [...this.#work]
    for (const { timer, controller } of work) {
      timer.cancel()
      controller.abort(reason)
    }
    this.#wake?.()
    return {
      abortedAt,
      all: Promise.all(work.map(({ released }) => released)).then(() => undefined),
      visits: (since) => work.map((one) => release(one, abortedAt, since)),
    }
  }

  #begin(visit: AttemptedVisit): Work {
    const controller = new AbortController()
    const leftMs = this.#leftMs.get(visitKey(visit)) ?? this.#nodeMs
    this.#leftMs.delete(visitKey(visit))
    const timer = new NodeTimer(this.#clock, leftMs, () => {
      const seconds = this.#nodeMs / 1000
      const error = new NodeError(
        'DEPENDENCY_FAILED',
        `Node ${visit.node} did not finish within ${seconds} seconds (setting limits.nodeSeconds).`,
      )
      this.#settle(work, { error })
      controller.abort(error)
    })
    const work: Work = {
      visit,
      controller,
      timer,
      actions: [],
      released: Promise.resolve(),
      tokensBefore: 0,
      tokensAfter: 0,
      bytesBefore: 0,
      bytesAfter: 0,
    }
    this.#work.add(work)
    return work
  }

  #supervise(work: Work): Supervision {
    const { signal } = work.controller
    return {
      signal,
      progress: () => {
        if (signal.aborted) work.tokensAfter++
        else work.tokensBefore++
      },
      received: (sizeBytes) => {
        if (signal.aborted) work.bytesAfter += sizeBytes
        else work.bytesBefore += sizeBytes
      },
      queued: (queued) => (queued ? work.timer.pause() : work.timer.resume()),
      action: (action) => work.actions.push(action),
    }
  }

  /** The first answer counts: a visit that ran out of time has answered. */
  #settle(work: Work, result: { readonly outputs: Values } | { readonly error: unknown }): void {
    const leftMs = work.timer.cancel()
    if (!this.#work.delete(work) || this.#aborted) return
    if ('error' in result) this.#leftMs.set(visitKey(work.visit), leftMs)
    this.#outcomes.push({ visit: work.visit, actions: work.actions, result })
    this.#wake?.()
  }
}

/** What an abort has to wait for, and what it can prove. */
export interface Release {
  /** On the monotonic clock. */
  readonly abortedAt: number
  /** Resolves when all that was in flight has let go. */
  readonly all: Promise<void>
  /** How it stands now. `since`: when the stop was requested, on the monotonic clock. */
  visits(since: number): readonly VisitRelease[]
}

const release = (work: Work, abortedAt: number, since: number): VisitRelease => {
  const signalled = { ...unreleased(work), signalledAfterMs: milliseconds(abortedAt - since) }
  return work.releasedAt === undefined
    ? signalled
    : { ...signalled, outcome: 'released', releasedAfterMs: milliseconds(work.releasedAt - since) }
}

const unreleased = ({ visit, tokensBefore, tokensAfter, bytesBefore, bytesAfter }: Work): VisitRelease => {
  const { node, path, attempt } = visit
  return { node, path, attempt, outcome: 'not released', tokensBefore, tokensAfter, bytesBefore, bytesAfter }
}

const milliseconds = (duration: number): number => Math.round(duration * 1000) / 1000
