import type { IncomingHttpHeaders } from 'node:http'
import { NodeError } from '../../flow/node-error.ts'
import { oneLine } from '../calls/one-line.ts'
import { retryAfterMs } from '../calls/retry-after.ts'
import type { EndpointOptions, FunctionError } from './function-endpoint.ts'

/** The most that AWS Lambda takes and gives, in bytes. @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const mostBytes = { request: 6_291_456, answer: 6_291_556 } as const

export const unmatchedFailure = (functionArn: string): NodeError =>
  new NodeError(
    'VALIDATION',
    `No function is configured for ${functionArn}: add an entry to functions in the configuration that matches it.`,
  )

export const tooLargeEvent = (functionArn: string, bytes: number): NodeError =>
  new NodeError(
    'VALIDATION',
    `Function ${functionArn} would be given ${bytes} bytes, and as on AWS it takes ${mostBytes.request}: hand it less.`,
  )

export const tooLargeAnswer = (functionArn: string, { answerBytes }: Pick<EndpointOptions, 'answerBytes'>): NodeError => {
  const bound = answerBytes < mostBytes.answer ? 'setting limits.valueBytes' : 'the most that AWS Lambda gives'
  return new NodeError('DEPENDENCY_FAILED', `Function ${functionArn} answered more than ${answerBytes} bytes (${bound}): return less.`)
}

/** It began with words on record of AWS. @see https://docs.aws.amazon.com/bedrock/latest/userguide/flows-create-async.html */
export const timedOut = (functionArn: string, { setting, seconds }: { setting: string; seconds: number }): NodeError =>
  new NodeError(
    'DEPENDENCY_FAILED',
    `Call to lambda function timed out: ${functionArn} did not answer within ${seconds} seconds (setting ${setting}.timeoutSeconds).`,
    { retryable: true },
  )

/** The function itself failed, in Lambda's words: an error's type and message. */
export const functionFailure = (functionArn: string, { errorType, errorMessage }: FunctionError): NodeError => {
  const [type, message] = [oneLine(errorType), oneLine(errorMessage)]
  return new NodeError('DEPENDENCY_FAILED', `Function ${functionArn} failed with ${type}${message === '' ? '' : `: ${message}`}`)
}

/** It was answered with something that is no JSON, or too deep. */
export const malformedAnswer = (functionArn: string, what: string, cause?: unknown): NodeError =>
  new NodeError('DEPENDENCY_FAILED', `Function ${functionArn} answered ${what}: return JSON.`, { cause })

interface Status {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** The server's own words. */
  readonly says: string
  readonly now: number
}

/** An HTTP status other than 2xx. */
export const statusFailure = (functionArn: string, setting: string, { status, headers, says, now }: Status): NodeError => {
  const words = oneLine(says)
  const answered = `Function ${functionArn} (${setting}.url) answered ${status}${words === '' ? '' : ` (${words})`}`
  const passing = { retryable: true, retryAfterMs: retryAfterMs(headers, now) }
  if (status === 429) return new NodeError('DEPENDENCY_FAILED', `${answered}: too many calls, lower ${setting}.maxConcurrency.`, passing)
  if (status >= 500) return new NodeError('BAD_GATEWAY', `${answered}: look into the server's log.`, passing)
  return new NodeError('DEPENDENCY_FAILED', `${answered}: ${wayOut(status, setting)}.`, { retryable: status === 408 })
}

const wayOut = (status: number, setting: string): string => {
  if (status === 401 || status === 403) return `check the key that ${setting}.apiKeyEnv names`
  if (status === 404) return `check ${setting}.url`
  if (status >= 300 && status < 400) return `redirects are not followed; set ${setting}.url to where it leads`
  return 'the server does not take the event'
}

/** Only the error's code is told: its words may have the URL. */
export const connectionFailure = (functionArn: string, setting: string, error: Error): NodeError => {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name
  return new NodeError(
    'BAD_GATEWAY',
    `Function ${functionArn} could not be reached or closed the connection (${code}): check ${setting}.url and that the server runs.`,
    { retryable: true, cause: error },
  )
}
