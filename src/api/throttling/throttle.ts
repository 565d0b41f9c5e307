import { ThrottlingException } from '../../contract/exceptions.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Partition } from '../../store/partition.ts'
import type { Rate } from './rate.ts'
import { retryAfter } from './retry-after.ts'

export interface ThrottleOptions {
  readonly rates: ReadonlyMap<string, Rate>
  readonly clock: Pick<Clock, 'monotonic'>
  /** How many buckets are kept that are not full. @defaultValue 100,000: some 20 MB */
  readonly mostBuckets?: number
}

/** Counts one call. @throws ThrottlingException - it is one too many; it says when the next may come. */
export type Throttle = (operation: string, caller: Partition) => void

/**
 * A token bucket for each account, region and operation that has a rate. Kept in invariants:
 * 1. In any stretch of time `t` at most `burst + perSecond * t` calls pass.
 * 2. A call that comes when at most that many have come, itself included, passes. One that is refused takes nothing.
 * 3. A bucket that is full again is forgotten sooner or later. Beyond `mostBuckets` the one that was used longest ago is forgotten, full
 *    or not: only callers who make up regions, or accounts, can bring that about.
 */
export const throttle = ({ rates, clock, mostBuckets = 100_000 }: ThrottleOptions): Throttle => {
  /** When each bucket will be full, the one used longest ago first. What is not there is full. */
  const fullAt = new Map<string, number>()
  let sweepBeyond = fewBuckets

  const makeRoom = (now: number): void => {
    if (fullAt.size > sweepBeyond) {
      for (const [key, at] of fullAt) if (at <= now) fullAt.delete(key)
      sweepBeyond = Math.max(fewBuckets, 2 * fullAt.size)
    }
    for (const key of fullAt.keys()) {
      if (fullAt.size <= mostBuckets) return
      fullAt.delete(key)
    }
  }

  return (operation, { account, region }) => {
    const rate = rates.get(operation)
    if (rate === undefined) return
    const tokenMs = 1000 / rate.perSecond
    const now = clock.monotonic()
    const key = `${operation} ${account} ${region}`
    const full = Math.max(now, fullAt.get(key) ?? 0) + tokenMs
    const waitMs = full - now - rate.burst * tokenMs
    // What is left of a division must not cost a call.
    if (waitMs > 1e-6 * tokenMs) throw throttled(operation, rate, waitMs)
    fullAt.delete(key)
    fullAt.set(key, full)
    makeRoom(now)
  }
}

const fewBuckets = 1_000

const throttled = (operation: string, { perSecond, burst, setting }: Rate, waitMs: number): ThrottlingException =>
  new ThrottlingException(
    `The rate of ${operation} is ${perSecond} a second, ${burst} at once, in one account and region (${setting}): the caller sends more.`,
    { headers: retryAfter(waitMs) },
  )
