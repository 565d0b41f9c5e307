import type { Clock, Timer } from '../src/lib/clock.ts'

interface Pending {
  readonly dueAt: number
  readonly order: number
  readonly fire: () => void
}

/** Stands still until it is told to advance. Timers fire one by one, and what they cause runs before the next. */
export class ManualClock implements Clock {
  readonly #pending = new Set<Pending>()
  readonly #epoch: number
  #elapsed = 0
  #timers = 0

  constructor(epoch = 1_700_000_000_000) {
    this.#epoch = epoch
  }

  now(): number {
    return this.#epoch + Math.floor(this.#elapsed)
  }

  monotonic(): number {
    return this.#elapsed
  }

  timer(delayMs: number, fire: () => void): Timer {
    const pending = { dueAt: this.#elapsed + Math.max(delayMs, 0), order: this.#timers++, fire }
    this.#pending.add(pending)
    return { cancel: () => this.#pending.delete(pending) }
  }

  async advance(durationMs: number): Promise<void> {
    await settled()
    const end = this.#elapsed + durationMs
    for (let next = this.#next(end); next; next = this.#next(end)) {
      this.#pending.delete(next)
      this.#elapsed = Math.max(this.#elapsed, next.dueAt)
      next.fire()
      await settled()
    }
    this.#elapsed = end
    await settled()
  }

  #next(end: number): Pending | undefined {
    const due = [...this.#pending].filter(({ dueAt }) => dueAt <= end)
    return due.toSorted((a, b) => a.dueAt - b.dueAt || a.order - b.order)[0]
  }
}

/** Lets everything run that waits for nothing but promises. */
export const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve))
}

/** Gives way until `condition` holds. @throws Error - it never does. */
export const until = async (condition: () => boolean, what = 'the condition'): Promise<void> => {
  for (let turn = 0; !condition(); turn++) {
    if (turn > 20_000) throw new Error(`Waited in vain for ${what}`)
    await new Promise((resolve) => setImmediate(resolve))
  }
}
