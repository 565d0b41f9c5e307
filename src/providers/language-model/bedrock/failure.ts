import { BedrockRuntimeServiceException } from '@aws-sdk/client-bedrock-runtime'
import { NodeError } from '../../../flow/node-error.ts'
import type { Call } from '../call-failure.ts'
import { credentialsFailure, statusFailure, streamFailure } from '../call-failure.ts'
import type { StreamedPost } from '../streamed-post.ts'

/** Why there is no answer: the connection's own reason, Bedrock's exception, or that there was nothing to sign with. */
export const bedrockFailure = (call: Call, post: StreamedPost, error: unknown): unknown => {
  if (post.failure) return post.failure.reason
  if (error instanceof NodeError) return error
  if (error instanceof BedrockRuntimeServiceException) return exceptionFailure(call, error)
  if (!post.sent) return credentialsFailure(call, error)
  return streamFailure(call, error instanceof Error ? error.message : String(error), error)
}

/**
 * The statuses that the exceptions have in AWS's API model: inside a stream they come by name.
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html#API_runtime_ConverseStream_Errors
 */
const statuses: Readonly<Record<string, number>> = {
  InternalServerException: 500,
  ModelStreamErrorException: 424,
  ServiceUnavailableException: 503,
  ThrottlingException: 429,
  ValidationException: 400,
}

const exceptionFailure = (call: Call, { name, message }: BedrockRuntimeServiceException): NodeError =>
  statusFailure(call, statuses[name] ?? 500, message)
