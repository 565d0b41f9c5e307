import { oneLine } from './one-line.ts'
import { retryAfterMs } from './retry-after.ts'
import type { SdkCall } from './sdk-call.ts'

/** A call of an AWS SDK that failed. */
export interface SdkFailure {
  readonly sent: Pick<SdkCall, 'sent' | 'head' | 'failure'>
  /** What the SDK threw. */
  readonly error: unknown
  readonly now: number
}

/** What a service answered in place of what it was asked for. */
export interface SdkRefusal {
  readonly status: number
  /** The service's own, as `AccessDenied`; empty: it named none. */
  readonly code: string
  readonly message: string
  /** How long it asks to wait. */
  readonly pauseMs?: number | undefined
  readonly cause?: unknown
}

/** @param exception - the class of the service's own exceptions: whatever else was thrown has no words of the service. */
export const sdkRefusal = ({ sent, error, now }: SdkFailure, exception: abstract new (...args: never) => Error): SdkRefusal => {
  const { status = 0, headers = {} } = sent.head ?? {}
  const { name: code, message } = error instanceof exception ? error : { name: '', message: '' }
  return { status, code, message, pauseMs: retryAfterMs(headers, now), cause: error }
}

/** `S3 answered 404 (NoSuchBucket: The specified bucket does not exist)` */
export const answeredBy = (service: string, { status, code, message }: Pick<SdkRefusal, 'status' | 'code' | 'message'>): string => {
  const words = [code, oneLine(message)].filter((word) => word !== '' && !word.startsWith('Unknown')).join(': ')
  return `${service} answered ${status}${words === '' ? '' : ` (${words})`}`
}
