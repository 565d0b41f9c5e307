import type { Clock } from '../lib/clock.ts'

/** The engine is closing, or the storage did not answer in time: nobody knows yet whether it happened. */
export class EngineUnavailable extends Error {
  override readonly name = 'EngineUnavailable'
}

const patienceMs = 10_000

/** The answer, or after 10 seconds the news that it is not known yet. `onLate` then takes over what was asked for, which goes on. */
export const answerInTime = async <Answer>(answer: Promise<Answer>, clock: Clock, onLate: () => void): Promise<Answer> => {
  const patience = Promise.withResolvers<never>()
  const timer = clock.timer(patienceMs, () => {
    onLate()
    patience.reject(new EngineUnavailable('The storage does not answer; whether it was done is not known yet.'))
  })
  try {
    return await Promise.race([answer, patience.promise])
  } finally {
    timer.cancel()
  }
}
