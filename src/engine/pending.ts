import type { OnRefused } from './asked.ts'
import { Asked } from './asked.ts'

/** What is asked of the storage, by a key: while one is under way, nobody asks for the same again. */
export class Pending<Answer> {
  readonly #asked = new Map<string, Asked<Answer>>()

  get(key: string): Asked<Answer> | undefined {
    return this.#asked.get(key)
  }

  /** Joins what is under way, or begins it. */
  ask(key: string, offer: (onRefused: OnRefused) => Promise<Answer>): Asked<Answer> {
    const known = this.#asked.get(key)
    if (known) return known
    const asked = new Asked<Answer>((onRefused) => offer(onRefused).finally(() => this.#asked.delete(key)))
    this.#asked.set(key, asked)
    return asked
  }

  get answers(): readonly Promise<Answer>[] {
    return Array.from(this.#asked.values(), ({ answer }) => answer)
  }
}
