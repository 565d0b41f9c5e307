import type { Clock } from '../lib/clock.ts'
import { patience } from '../lib/clock.ts'
import { StorageUnavailable } from './event-log.ts'

/** Whoever asks is answered within 5 seconds, whatever the storage does. */
const patienceMs = 4_000

/** Told of each refusal. */
export type OnRefused = (refusal: StorageUnavailable) => void

/** What is offered to the storage until it is taken, also when nobody waits for it any more. */
export class Asked<Answer> {
  readonly answer: Promise<Answer>
  readonly #hopeless = Promise.withResolvers<'late'>()
  #refusal: StorageUnavailable | undefined

  constructor(offer: (onRefused: OnRefused) => Promise<Answer>) {
    this.answer = offer((refusal) => {
      this.#refusal = refusal
      if (refusal.reason === 'corrupt') this.#hopeless.resolve('late')
    })
  }

  /**
   * The answer, or after 4 seconds the news that it is not known yet: at once when the database is damaged. `onLate` then takes
   * over what was asked for, which goes on.
   * @throws StorageUnavailable - why it is not known: the last refusal, or that the storage is silent.
   */
  async inTime(clock: Clock, onLate: () => void): Promise<Answer> {
    const late = Promise.withResolvers<'late'>()
    const timer = patience(clock, patienceMs, () => late.resolve('late'))
    try {
      const first = await Promise.race([this.answer.then((answer) => ({ answer })), late.promise, this.#hopeless.promise])
      if (first !== 'late') return first.answer
    } finally {
      timer.cancel()
    }
    onLate()
    throw this.#refusal ?? new StorageUnavailable('The storage does not answer.', { reason: 'silent' })
  }
}
