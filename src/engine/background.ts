/** Work that nobody waits for; whoever closes does, in the end. */
export class Background {
  readonly #works = new Set<Promise<void>>()
  readonly #onError: (error: unknown) => void

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError
  }

  add(work: Promise<unknown>): void {
    const done = work
      .then(() => undefined)
      .catch(this.#onError)
      .finally(() => this.#works.delete(done))
    this.#works.add(done)
  }

  /** Until nothing of it is under way, nor of `others`, what one of them begins included. */
  async quiet(others: () => readonly Promise<unknown>[]): Promise<void> {
    for (;;) {
      const works = [...others(), ...this.#works]
      if (works.length === 0) return
      await Promise.allSettled(works)
    }
  }
}
