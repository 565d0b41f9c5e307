import type { Clock } from '../lib/clock.ts'
import type { End } from './event-log.ts'
import type { Release } from './in-flight.ts'
import { letGo, releaseMs } from './let-go.ts'
import type { StopProof } from './stop-proof.ts'

/** Invariant 13: what is to be written when all let go, or after 5 seconds as it stands then. */
export const prove = async ({ end, since, release, clock }: Stopped): Promise<StopProof> => {
  if (release) await letGo(release.all, clock, releaseMs)
  const visits = release?.visits(since) ?? []
  return { requestedAt: end.at, cause: end.cause, state: 'complete', visits }
}

interface Stopped {
  readonly end: End
  /** On the monotonic clock. */
  readonly since: number
  /** Of what was in flight here. */
  readonly release: Release | undefined
  readonly clock: Clock
}
