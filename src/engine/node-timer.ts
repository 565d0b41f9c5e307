import type { Clock, Timer } from '../lib/clock.ts'

/** A node's time limit. It stands still while the visit waits for a provider's slot (invariant 14). */
export class NodeTimer {
  readonly #clock: Clock
  readonly #expired: () => void
  #leftMs: number
  #startedAt = 0
  #timer: Timer | undefined
  #over = false

  constructor(clock: Clock, limitMs: number, expired: () => void) {
    this.#clock = clock
    this.#leftMs = limitMs
    this.#expired = expired
    this.resume()
  }

  resume(): void {
    if (this.#timer || this.#over) return
    this.#startedAt = this.#clock.monotonic()
    this.#timer = this.#clock.timer(this.#leftMs, () => {
      this.#timer = undefined
      this.#leftMs -= this.#clock.monotonic() - this.#startedAt
      if (this.#leftMs > 0.5) return this.resume()
      this.#over = true
      this.#expired()
    })
  }

  pause(): void {
    if (!this.#timer) return
    this.#timer.cancel()
    this.#timer = undefined
    this.#leftMs -= this.#clock.monotonic() - this.#startedAt
  }

  /** For good. Answers what is left of the limit. */
  cancel(): number {
    this.pause()
    this.#over = true
    return this.#leftMs
  }
}
