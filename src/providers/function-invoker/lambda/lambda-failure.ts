import { LambdaServiceException } from '@aws-sdk/client-lambda'
import { NodeError } from '../../../flow/node-error.ts'
import { connectionCode } from '../../calls/connection-code.ts'
import type { SdkFailure, SdkRefusal } from '../../calls/sdk-failure.ts'
import { answeredBy, sdkRefusal } from '../../calls/sdk-failure.ts'

/** What names a call of Lambda in its failures. */
interface LambdaCall {
  readonly functionArn: string
  /** The entry of the configuration: `functions[0]`. */
  readonly setting: string
}

/** Why there is no answer: the connection's own reason, Lambda's exception, or that there was nothing to sign with. */
export const lambdaFailure = (call: LambdaCall, failure: SdkFailure): unknown => {
  const { sent, error } = failure
  if (sent.failure) return sent.failure.reason
  if (error instanceof NodeError) return error
  return sent.sent ? statusFailure(call, sdkRefusal(failure, LambdaServiceException)) : unsentFailure(call, error)
}

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors */
const statusFailure = (call: LambdaCall, refusal: SdkRefusal): NodeError => {
  const { functionArn, setting } = call
  const { status, pauseMs, cause } = refusal
  const answered = `Function ${functionArn}: ${answeredBy('Lambda', refusal)}`
  const passing = { retryable: true, retryAfterMs: pauseMs, cause }
  if (status === 429) return new NodeError('DEPENDENCY_FAILED', `${answered}: too many calls, lower ${setting}.maxConcurrency.`, passing)
  if (status >= 500) return new NodeError('BAD_GATEWAY', `${answered}: look into the function and the service.`, passing)
  if (status < 300) return new NodeError('BAD_GATEWAY', `${answered} and what cannot be read: check ${setting}.lambda.`, { cause })
  return new NodeError('DEPENDENCY_FAILED', `${answered}: ${wayOut(call, status)}.`, { retryable: status === 409, cause })
}

const wayOut = ({ setting }: LambdaCall, status: number): string => {
  if (status === 401 || status === 403) return `check ${credentials(setting)} and that they allow lambda:InvokeFunction`
  if (status === 404) return `check the ARN, its qualifier, and where ${setting}.lambda leads`
  if (status === 409) return 'it is being made or changed'
  if (status < 400) return `redirects are not followed; set ${setting}.lambda.endpointUrl to where it leads`
  return `check what the function takes, and ${setting}.lambda`
}

const credentials = (setting: string): string => `the AWS credentials (the environment's, or ${setting}.lambda.profile)`

/** Only the error's name is told: its words may be a command with secrets. */
const unsentFailure = ({ functionArn, setting }: LambdaCall, error: unknown): NodeError => {
  const why = error instanceof Error ? error.name : 'no error'
  const sentence = `Function ${functionArn} was not called (${why}): check ${credentials(setting)} and ${setting}.lambda.`
  return new NodeError('DEPENDENCY_FAILED', sentence, { cause: error })
}

export const connectionFailure = ({ functionArn, setting }: LambdaCall, error: Error): NodeError => {
  const sentence = `Function ${functionArn}: Lambda could not be reached or closed the connection (${connectionCode(error)}): check ${setting}.lambda and that the service runs.`
  return new NodeError('BAD_GATEWAY', sentence, { retryable: true, cause: error })
}
