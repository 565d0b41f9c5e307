import { LambdaServiceException } from '@aws-sdk/client-lambda'
import { NodeError } from '../../../flow/node-error.ts'
import { oneLine } from '../../calls/one-line.ts'
import { retryAfterMs } from '../../calls/retry-after.ts'
import type { SdkCall } from '../../calls/sdk-call.ts'

/** What names a call of Lambda in its failures. */
interface LambdaCall {
  readonly functionArn: string
  /** The entry of the configuration: `functions[0]`. */
  readonly setting: string
}

interface Failed {
  readonly sent: SdkCall
  readonly error: unknown
  readonly now: number
}

/** Why there is no answer: the connection's own reason, Lambda's exception, or that there was nothing to sign with. */
export const lambdaFailure = (call: LambdaCall, { sent, error, now }: Failed): unknown => {
  if (sent.failure) return sent.failure.reason
  if (error instanceof NodeError) return error
  if (!sent.sent) return unsentFailure(call, error)
  const { status = 0, headers = {} } = sent.head ?? {}
  const { name: code, message } = error instanceof LambdaServiceException ? error : { name: '', message: '' }
  return statusFailure(call, { status, code, message, pauseMs: retryAfterMs(headers, now), cause: error })
}

interface Refusal {
  readonly status: number
  /** Lambda's own: `TooManyRequestsException`. */
  readonly code: string
  readonly message: string
  readonly pauseMs: number | undefined
  readonly cause: unknown
}

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors */
const statusFailure = (call: LambdaCall, { status, code, message, pauseMs, cause }: Refusal): NodeError => {
  const { functionArn, setting } = call
  const words = [code, oneLine(message)].filter((word) => word !== '' && !word.startsWith('Unknown')).join(': ')
  const answered = `Function ${functionArn}: Lambda answered ${status}${words === '' ? '' : ` (${words})`}`
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
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.message
  const sentence = `Function ${functionArn}: Lambda could not be reached or closed the connection (${code}): check ${setting}.lambda and that the service runs.`
  return new NodeError('BAD_GATEWAY', sentence, { retryable: true, cause: error })
}
