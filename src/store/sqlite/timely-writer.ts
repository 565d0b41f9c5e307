import { StorageUnavailable } from '../../engine/event-log.ts'
import type { Clock } from '../../lib/clock.ts'
import { patience } from '../../lib/clock.ts'
import type { StorageHealth } from './storage-health.ts'
import type { Writer } from './writer.ts'

const patienceMs = 4_000

interface Surroundings {
  readonly clock: Clock
  readonly health: Pick<StorageHealth, 'lastingRefusal'>
}

/**
 * The writer, for those who wait for one answer: after 4 seconds without any they are told so, and the write may happen yet. While
 * the storage is silent no other is sent: it would wait in memory.
 */
export const timelyWriter = (writer: Pick<Writer, 'write'>, { clock, health }: Surroundings): Pick<Writer, 'write'> => ({
  write(name, input, size) {
    const refusal = health.lastingRefusal
    return refusal?.reason === 'silent' ? Promise.reject(refusal) : inTime(writer.write(name, input, size), clock)
  },
})

const inTime = async <Answer>(answer: Promise<Answer>, clock: Clock): Promise<Answer> => {
  const late = Promise.withResolvers<never>()
  const timer = patience(clock, patienceMs, () => late.reject(new StorageUnavailable('The storage does not answer.', { reason: 'silent' })))
  try {
    return await Promise.race([answer, late.promise])
  } finally {
    timer.cancel()
  }
}
