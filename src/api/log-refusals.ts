import type { Logger } from 'pino'
import type { StorageUnavailable } from '../engine/event-log.ts'
import type { Clock } from '../lib/clock.ts'

const quietMs = 5_000

/**
 * Writes that the storage refuses, with how many refusals there were since the last line: at most one line in five seconds,
 * because each running execution offers its write again and again, and a disk may be full.
 */
export const logRefusals = (
  logger: Pick<Logger, 'warn'>,
  clock: Pick<Clock, 'monotonic'>,
): ((error: Pick<StorageUnavailable, 'message'>) => void) => {
  let quietUntil = -Infinity
  let refusals = 0
  return ({ message }) => {
    refusals++
    if (clock.monotonic() < quietUntil) return
    quietUntil = clock.monotonic() + quietMs
    logger.warn({ refusals, reason: message }, 'storage unavailable')
    refusals = 0
  }
}
