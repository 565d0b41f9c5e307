/** Why a node failed, in AWS's codes. @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent-runtime_NodeFailureEvent.html */
export type NodeErrorCode = 'VALIDATION' | 'DEPENDENCY_FAILED' | 'BAD_GATEWAY' | 'INTERNAL_SERVER'

/** A failure that the author of a flow, or who runs it, can act on. Ends the flow. */
export class NodeError extends Error {
  override readonly name = 'NodeError'
  readonly code: NodeErrorCode
  /** Whether another attempt may succeed. */
  readonly retryable: boolean

  constructor(code: NodeErrorCode, message: string, { retryable = false, cause }: { retryable?: boolean; cause?: unknown } = {}) {
    super(message, { cause })
    this.code = code
    this.retryable = retryable
  }
}
