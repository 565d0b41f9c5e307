import type { Clock } from '../lib/clock.ts'

/** How long an abort waits for work to let go before it says "not released". */
export const releaseMs = 5_000

/** Waits until `work` has settled, however it did, or the time is over. */
export const letGo = async (work: Promise<unknown>, clock: Clock, patienceMs: number): Promise<void> => {
  const patience = Promise.withResolvers<unknown>()
  const timer = clock.timer(patienceMs, () => patience.resolve(undefined))
  await Promise.race([work.then(patience.resolve, patience.resolve), patience.promise])
  timer.cancel()
}
