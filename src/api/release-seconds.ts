import type { StopProof } from '../engine/stop-proof.ts'

/** How long the last visit took to let go, when all did; `undefined`: nothing was in flight, or something never let go. */
export const releaseSeconds = ({ visits }: StopProof): number | undefined => {
  const milliseconds = visits.map(({ releasedAfterMs }) => releasedAfterMs ?? NaN)
  const slowest = Math.max(...milliseconds)
  return Number.isFinite(slowest) ? slowest / 1000 : undefined
}
