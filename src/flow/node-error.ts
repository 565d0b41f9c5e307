/** Why a node failed, in AWS's codes. @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent-runtime_NodeFailureEvent.html */
export type NodeErrorCode = 'VALIDATION' | 'DEPENDENCY_FAILED' | 'BAD_GATEWAY' | 'INTERNAL_SERVER'

/** A failure that the author of a flow, or who runs it, can act on. Ends the flow. */
export class NodeError extends Error {
  override readonly name = 'NodeError'
  readonly code: NodeErrorCode
  /** Whether another attempt may succeed. */
  readonly retryable: boolean
  /** How long the other side asked to be left alone. */
  readonly retryAfterMs: number | undefined
  /** How many further attempts whoever runs the other side allows; absent: as many as usual. */
  readonly retries: number | undefined

  constructor(code: NodeErrorCode, message: string, { retryable = false, retryAfterMs, retries, cause }: NodeErrorOptions = {}) {
    super(message, { cause })
    this.code = code
    this.retryable = retryable
    this.retryAfterMs = retryAfterMs
    this.retries = retries
  }
}

interface NodeErrorOptions {
  readonly retryable?: boolean
  readonly retryAfterMs?: number | undefined
  readonly retries?: number | undefined
  readonly cause?: unknown
}
