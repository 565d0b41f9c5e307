import type { NodeError } from '../flow/node-error.ts'
import type { Retry } from './event.ts'
import type { VisitInFlight } from './state.ts'

const usualRetries = 3
const firstPauseMs = 500
const longestPauseMs = 20_000

/** What a retry is drawn from. */
export interface Draw {
  /** Milliseconds UTC. */
  readonly now: number
  /** From 0 up to 1. */
  readonly random: () => number
  /** The limit of the node, which covers its pauses. */
  readonly nodeMs: number
}

/**
 * The attempt that follows on a failed one; `undefined`: the visit has failed.
 *
 * 15. A retry is a pure policy: its pause is drawn once, with full jitter, and stored. The bound of the draw doubles from
 *     half a second to 20 seconds; what the other side asked for is waited for at least.
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 * @remarks Assumed: AWS does not say whether a node's model is asked again.
 */
export const retryOf = (visit: VisitInFlight, error: NodeError, { now, random, nodeMs }: Draw): Retry | undefined => {
  const { node, path, attempt, retries } = visit
  if (!error.retryable || retries >= (error.retries ?? usualRetries)) return undefined
  const drawnMs = random() * Math.min(longestPauseMs, firstPauseMs * 2 ** retries)
  const pauseMs = Math.ceil(Math.max(drawnMs, error.retryAfterMs ?? 0))
  if (pauseMs >= nodeMs) return undefined
  const { code, message } = error
  return { type: 'attempt', node, path, number: attempt + 1, cause: 'retry', error: { code, message }, notBefore: now + pauseMs }
}

/** What is left of a visit's pause, in milliseconds. A wall clock that was set back does not make it longer. */
export const pauseLeft = ({ pause }: VisitInFlight, now: number): number =>
  pause === undefined ? 0 : Math.min(Math.max(pause.until - now, 0), pause.lengthMs)

/** The last failure's message: it says that there were others, or why there is no further attempt. */
export const lastMessage = (
  { message, retryable, retryAfterMs = 0 }: NodeError,
  { retries, nodeMs }: { retries: number; nodeMs: number },
): string => {
  const tried = retries > 0 ? ` It was tried ${retries + 1} times.` : ''
  const asks = ` It asks for a pause of ${Math.ceil(retryAfterMs / 1000)} seconds, as long as a node may take (setting limits.nodeSeconds).`
  return `${message}${tried}${retryable && retryAfterMs >= nodeMs ? asks : ''}`
}
