import type { Clock } from '../../lib/clock.ts'

/** Calls with a signal that fires at the stop, or with `failure` as its reason once the time is over. */
export const withTimeLimit = async <T>(
  { clock, seconds, signal, failure }: { clock: Clock; seconds: number | undefined; signal: AbortSignal; failure: () => Error },
  call: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  if (seconds === undefined) return call(signal)
  const limit = new AbortController()
  const timer = clock.timer(seconds * 1000, () => limit.abort(failure()))
  try {
    return await call(AbortSignal.any([signal, limit.signal]))
  } finally {
    timer.cancel()
  }
}
