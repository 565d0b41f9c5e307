/** How a node calls whatever is outside of Sluice. */
export interface CallOptions {
  /** Ends the call at once. The promise settles only when its socket or process is gone, rejected with the signal's reason. */
  readonly signal: AbortSignal
  /** The same in every attempt of one visit. */
  readonly idempotencyKey: string
  /** Whose call this is: slots are shared fairly between executions. */
  readonly executionArn: string
  /** Each chunk of the answer as it leaves its socket or pipe. */
  onBytes(sizeBytes: number): void
  /** `true` when the call begins to wait for a provider's slot, `false` when it has one: waiting is not on the node's time. */
  onQueued(queued: boolean): void
}
