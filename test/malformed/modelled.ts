import type { ExceptionName } from '../../src/contract/exceptions.ts'

export interface RawAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: string
}

/** The statuses that each exception may have. Both of a failure of the server's own are left out: nothing that is sent may raise it. */
const statuses: Readonly<Record<string, readonly number[] | undefined>> = {
  ValidationException: [400],
  AccessDeniedException: [403],
  ResourceNotFoundException: [404],
  ConflictException: [409],
  ServiceQuotaExceededException: [400, 402],
  ThrottlingException: [429],
  DependencyFailedException: [424],
  BadGatewayException: [502],
  MissingAuthenticationTokenException: [403],
  IncompleteSignatureException: [400],
  UnrecognizedClientException: [403],
  InvalidSignatureException: [403],
  ExpiredTokenException: [403],
  UnknownOperationException: [404, 405],
  SerializationException: [400, 414, 431],
  RequestEntityTooLargeException: [413],
  RequestTimeoutException: [408],
} satisfies Record<Exclude<ExceptionName, 'InternalServerException'> | 'RequestTimeoutException', readonly number[]>

/** What of an answer no client can make sense of; `undefined`: a success or a modelled error. */
export const unmodelled = ({ status, headers, body }: RawAnswer): string | undefined => {
  if (status >= 200 && status < 300) return undefined
  const name = String(headers['x-amzn-errortype'])
  const allowed = statuses[name]
  if (allowed === undefined) return `the status ${status} with the error type ${name}`
  if (!allowed.includes(status)) return `the status ${status} of ${name}`
  if (typeof headers['x-amzn-requestid'] !== 'string') return 'no request id'
  return hasMessage(body) ? undefined : `the body ${body.slice(0, 200)}`
}

const hasMessage = (body: string): boolean => {
  try {
    const { message } = JSON.parse(body)
    return typeof message === 'string' && message.length > 0
  } catch {
    return false
  }
}
