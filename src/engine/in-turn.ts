import type { Clock } from '../lib/clock.ts'

const lookMs = 50

export interface InTurnOptions {
  readonly clock: Clock
  /** Looked at before each turn, and again and again until it is so. */
  readonly mayGo: () => boolean
}

/** One task after the other, each when it may go. */
export class InTurn {
  readonly #options: InTurnOptions
  #last: Promise<unknown> = Promise.resolve()
  #isHeldUp = false

  constructor(options: InTurnOptions) {
    this.#options = options
  }

  /** Whether one waits that may not go. */
  get isHeldUp(): boolean {
    return this.#isHeldUp
  }

  /** What comes of the task, whatever came of those before it. */
  run<Result>(task: () => Promise<Result>): Promise<Result> {
    const turn = this.#last.then(() => this.#wait()).then(task)
    this.#last = turn.catch(() => {})
    return turn
  }

  async #wait(): Promise<void> {
    const { clock, mayGo } = this.#options
    while (!mayGo()) {
      this.#isHeldUp = true
      await new Promise<void>((resolve) => clock.timer(lookMs, resolve))
    }
    this.#isHeldUp = false
  }
}
