import type { Visit } from './event.ts'

/** That what was under way really ended: invariant 13. */
export interface StopProof {
  /** Milliseconds UTC. */
  readonly requestedAt: number
  readonly cause: string
  /** `open`: not all have let go yet. */
  readonly state: 'open' | 'complete'
  readonly visits: readonly VisitRelease[]
}

export interface VisitRelease extends Visit {
  readonly attempt: number
  /** Milliseconds, with a fraction, from the request of the stop to the moment the signal fired. */
  readonly signalledAfterMs?: number
  /** Milliseconds, with a fraction, from the request of the stop until the work had settled and its socket was closed. */
  readonly releasedAfterMs?: number
  readonly outcome: 'released' | 'not released' | 'ended with the process'
  readonly tokensBefore: number
  readonly tokensAfter: number
  readonly bytesBefore: number
  readonly bytesAfter: number
}
