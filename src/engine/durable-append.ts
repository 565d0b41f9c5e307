import { isDeepStrictEqual } from 'node:util'
import type { Clock } from '../lib/clock.ts'
import { sleep } from '../lib/clock.ts'
import type { StoredEvent } from './event.ts'
import type { EventLog, Lease } from './event-log.ts'
import { Fenced, StorageUnavailable } from './event-log.ts'

const firstPauseMs = 50
const longestPauseMs = 5_000

/**
 * Offers `write` until the storage takes or refuses it. The pauses double from 50 ms to 5 s.
 * @throws the write's own refusal, or the signal's reason once it aborts.
 */
export const offered = async <Answer>(write: () => Promise<Answer>, { clock, signal, onUnavailable }: Patience): Promise<Answer> => {
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    try {
      return await write()
    } catch (error) {
      if (!(error instanceof StorageUnavailable)) throw error
      onUnavailable?.(error)
    }
    await sleep(clock, pauseMs, signal)
  }
}

export interface Patience {
  readonly clock: Clock
  readonly signal: AbortSignal
  /** Called before each pause. */
  readonly onUnavailable?: (error: StorageUnavailable) => void
}

/**
 * Appends a batch, however often the storage has to be asked (invariant 10): when a repeated offer is refused, the first
 * one had succeeded exactly when the epoch is still ours and the event at the head equals the batch's last one. Its number
 * alone does not tell: after a lost batch of one event an interrupt's `ended` has it.
 * @throws Fenced - the lease is no longer good.
 */
export const appendDurably = async (log: EventLog, { lease, batch, patience }: Batch): Promise<void> => {
  const first = batch[0]
  if (!first) return
  patience.signal.throwIfAborted()
  let offers = 0
  try {
    await offered(() => {
      offers++
      return log.append(lease, first.sequence - 1, batch)
    }, patience)
  } catch (error) {
    if (!(error instanceof Fenced) || offers === 1 || error.epoch !== lease.epoch || !isDeepStrictEqual(error.last, asStored(batch.at(-1))))
      throw error
  }
}

export interface Batch {
  readonly lease: Lease
  readonly batch: readonly StoredEvent[]
  readonly patience: Patience
}

/** As it comes back from storage: JSON leaves out what is undefined. */
const asStored = (event: StoredEvent | undefined): unknown => event && JSON.parse(JSON.stringify(event))
