import type { Executions } from '../engine/executions.ts'
import { StorageUnavailable } from '../engine/event-log.ts'
import { sleep, type Clock } from '../lib/clock.ts'
import type { Resources } from '../store/resources.ts'
import { tokenMs } from '../store/sql/writes/once.ts'
import type { Configuration } from './configuration.ts'

export interface Forgetting {
  readonly executions: Pick<Executions, 'retire'>
  readonly resources: Pick<Resources, 'forgetTokens'>
  readonly retention: Configuration['retention']
  readonly clock: Clock
  readonly onBug: (error: unknown) => void
}

const roundMs = 60_000
/** Small, so that no step holds up what is written meanwhile. */
const stepRows = 500
const hourMs = 3_600_000

/** Forgets what is older than its retention, once a minute, until it is disposed. */
export const forgetTheOld = ({ executions, resources, retention, clock, onBug }: Forgetting): Disposable => {
  const controller = new AbortController()
  const { signal } = controller

  const toItsEnd = async (step: () => Promise<number>): Promise<void> => {
    while (!signal.aborted) {
      const began = clock.monotonic()
      if ((await step()) === 0) return
      // As long again for everybody else.
      await sleep(clock, clock.monotonic() - began, signal)
    }
  }

  const round = async (): Promise<void> => {
    const hoursAgo = (hours: number): number => clock.now() - hours * hourMs
    const endedBefore = { async: hoursAgo(24 * retention.asynchronousDays), invoke: hoursAgo(retention.invokeHours) }
    await toItsEnd(() => executions.retire(endedBefore, stepRows))
    await toItsEnd(() => resources.forgetTokens(clock.now() - tokenMs, stepRows))
  }

  const rounds = async (): Promise<void> => {
    for (;;) {
      await round().catch((error: unknown) => {
        // The next round tries again.
        if (!(error instanceof StorageUnavailable)) throw error
      })
      await sleep(clock, roundMs, signal)
    }
  }

  rounds().catch((error: unknown) => {
    if (!signal.aborted) onBug(error)
  })
  return { [Symbol.dispose]: () => controller.abort() }
}
