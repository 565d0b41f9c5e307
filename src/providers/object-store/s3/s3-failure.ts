import { S3ServiceException } from '@aws-sdk/client-s3'
import { NodeError } from '../../../flow/node-error.ts'
import { connectionCode } from '../../calls/connection-code.ts'
import { oneLine } from '../../calls/one-line.ts'
import type { SdkFailure, SdkRefusal } from '../../calls/sdk-failure.ts'
import { answeredBy, sdkRefusal } from '../../calls/sdk-failure.ts'
import type { ObjectCall } from '../object-failure.ts'
import { missingFailure, named } from '../object-failure.ts'

/** Why S3 did not do what it was asked: the connection's own reason, S3's exception, or that there was nothing to sign with. */
export const s3Failure = (call: ObjectCall, failure: SdkFailure): unknown => {
  const { sent, error } = failure
  if (sent.failure) return sent.failure.reason
  if (!sent.sent) return unsentFailure(call, error)
  const region = sent.head?.headers['x-amz-bucket-region']
  return statusFailure(call, { ...sdkRefusal(failure, S3ServiceException), ...(typeof region === 'string' && { region }) })
}

interface Refusal extends SdkRefusal {
  /** Where the bucket is. */
  readonly region?: string
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
const statusFailure = (call: ObjectCall, refusal: Refusal): NodeError => {
  const { status, code, pauseMs, cause } = refusal
  if (status === 404 && code === 'NoSuchKey') return missingFailure(call, cause)
  const answered = `Object ${named(call)}: ${answeredBy('S3', refusal)}`
  const passing = { retryable: true, retryAfterMs: pauseMs, cause }
  if (status === 429) return new NodeError('DEPENDENCY_FAILED', `${answered}: lower ${call.setting}.maxConcurrency.`, passing)
  if (code === 'SlowDown') return new NodeError('BAD_GATEWAY', `${answered}: lower ${call.setting}.maxConcurrency.`, passing)
  if (status >= 500 || transient.has(code)) return new NodeError('BAD_GATEWAY', `${answered}: look into the service.`, passing)
  if (status >= 200 && status < 300)
    return new NodeError('BAD_GATEWAY', `${answered} and what cannot be read: look into the service.`, passing)
  return new NodeError('DEPENDENCY_FAILED', `${answered}: ${wayOut(call, refusal)}.`, { cause })
}

/** What may pass although its status is below 500. */
const transient: ReadonlySet<string> = new Set(['RequestTimeout', 'OperationAborted', 'ConditionalRequestConflict'])

const wayOut = ({ setting, place }: ObjectCall, { status, region }: Refusal): string => {
  if (status === 401 || status === 403) return `check ${credentials(setting)} and that they allow s3:GetObject and s3:PutObject`
  if (status === 404) return `check the bucket ${place.bucket}, and where ${setting}.s3 leads`
  if (region !== undefined) return `the bucket is in the region ${oneLine(region)}, set ${setting}.s3.region to it`
  if (status < 400) return `redirects are not followed; set ${setting}.s3.region or endpointUrl to where it leads`
  return `check the key, and ${setting}.s3`
}

const credentials = (setting: string): string => `the AWS credentials (the environment's, or ${setting}.s3.profile)`

/** Only the error's name is told: its words may be a command with secrets. */
const unsentFailure = (call: ObjectCall, error: unknown): NodeError => {
  const why = error instanceof Error ? error.name : 'no error'
  const sentence = `S3 was not asked for object ${named(call)} (${why}): check ${credentials(call.setting)} and ${call.setting}.s3.`
  return new NodeError('DEPENDENCY_FAILED', sentence, { cause: error })
}

export const connectionFailure = (call: ObjectCall, error: Error): NodeError => {
  return new NodeError(
    'BAD_GATEWAY',
    `Object ${named(call)}: S3 could not be reached or closed the connection (${connectionCode(error)}): check ${call.setting}.s3 and that the service runs.`,
    { retryable: true, cause: error },
  )
}

/** Its end could not be told from a cut. */
export const endlessFailure = (call: ObjectCall): NodeError =>
  new NodeError('BAD_GATEWAY', `Object ${named(call)}: S3 did not say how long it is: look into the service.`, { retryable: true })

export const longAnswerFailure = (call: ObjectCall, bytes: number): NodeError =>
  new NodeError('BAD_GATEWAY', `Object ${named(call)}: S3 answered PutObject with more than ${bytes} bytes: check ${call.setting}.s3.`)

/** S3 may answer 200 before it knows that it failed. `body`: of a successful PutObject, which has none. */
export const errorInSuccess = (call: ObjectCall, body: string): NodeError | undefined => {
  if (!/<Error[\s>]/.test(body)) return undefined
  const [code = '', message = ''] = ['Code', 'Message'].map((name) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(body)?.[1])
  return statusFailure(call, { status: 500, code, message })
}
