import { AccessDeniedException, IncompleteSignatureException, MissingAuthenticationTokenException } from '../../contract/exceptions.ts'
import type { Caller } from '../operations/operation.ts'

/** What of a request can say who calls. */
export interface Signed {
  readonly authorization: string | undefined
  /** `X-Amz-Date` or `Date`. */
  readonly date: string | undefined
  /** The web page that sends it, if one does. */
  readonly origin: string | undefined
  /** Whether that page may call with a presigned URL, which it then has for a quarter of an hour at most. */
  readonly pageMayCall?: boolean
  readonly query: URLSearchParams
}

/** An AWS Signature Version 4, well formed. */
export interface RequestSignature {
  readonly accessKeyId: string
  /** `yyyymmdd` */
  readonly day: string
  readonly region: string
  /** When it was made, as it is written. */
  readonly date: string
  /** In lower case, in the order in which they are signed. */
  readonly signedHeaders: readonly string[]
  /** 64 hexadecimal digits in lower case. */
  readonly signature: string
  /** How long a presigned URL holds; absent in a header. */
  readonly expiresSeconds?: number
}

/**
 * The signature of a request, in its header or, presigned, in the query string: its form is checked, not whether it is right.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-signing-elements.html
 * @throws MissingAuthenticationTokenException - the request is not signed.
 * @throws IncompleteSignatureException - a part of the signature is missing or malformed.
 * @throws AccessDeniedException - a web page sends it that may not.
 */
export const signatureOf = (request: Signed): RequestSignature => {
  const { credential, signedHeaders, signature, date, ...expiry } = partsOf(request)
  if (!/^[0-9a-f]{64}$/.test(signature)) throw malformed('Signature', 'must be 64 hexadecimal digits in lower case')
  if (!signedHeadersPattern.test(signedHeaders)) throw malformed('SignedHeaders', 'must be header names in lower case joined by ";"')
  const headers = signedHeaders.split(';')
  if (!headers.some((header) => header === 'host' || header === ':authority')) {
    throw malformed('SignedHeaders', 'must contain host or :authority')
  }
  // A large header that is named again and again would be hashed as often.
  if (new Set(headers).size < headers.length) throw malformed('SignedHeaders', 'must name each header once')
  const scope = credentialPattern.exec(credential)?.groups
  if (scope === undefined) throw malformed('Credential', 'must be <access key>/<yyyymmdd>/<region>/bedrock/aws4_request')
  const { accessKeyId = '', day = '', region = '', service } = scope
  if (service !== 'bedrock') throw malformed('Credential', 'must be scoped to the service bedrock')
  if (/^\d{8}T\d{6}Z$/.test(date) && !date.startsWith(day)) throw malformed('Credential', 'must be scoped to the day of X-Amz-Date')
  return { accessKeyId, day, region, date, signedHeaders: headers, signature, ...expiry }
}

/** Who calls where signatures are not verified: any credential is taken, and an access key of 12 digits is the account. */
export const callerOf = (request: Signed): Caller => {
  const { accessKeyId, region } = signatureOf(request)
  return { accessKeyId, region, account: /^\d{12}$/.test(accessKeyId) ? accessKeyId : anonymousAccount }
}

const anonymousAccount = '000000000000'
const algorithm = 'AWS4-HMAC-SHA256'
const signedHeadersPattern = /^:?[a-z0-9_.-]+(?:;:?[a-z0-9_.-]+)*$/
const credentialPattern =
  /^(?<accessKeyId>[\w.+=@-]{1,128})\/(?<day>\d{8})\/(?<region>[a-z0-9](?:[a-z0-9-]{0,18}[a-z0-9])?)\/(?<service>[a-z0-9-]{1,64})\/aws4_request$/

interface Parts {
  readonly credential: string
  readonly signedHeaders: string
  readonly signature: string
  readonly date: string
  readonly expiresSeconds?: number
}

const partsOf = ({ authorization, date, origin, pageMayCall = false, query }: Signed): Parts => {
  if (authorization !== undefined) return headerParts(authorization, date)
  if (query.has('X-Amz-Algorithm') || query.has('X-Amz-Signature')) {
    // A browser asks before it sends an Authorization header, but not before it posts to a URL that any page can write.
    if (origin !== undefined && !pageMayCall)
      throw new AccessDeniedException(`The web page ${origin.slice(0, 100)} may not call Sluice with a presigned URL.`)
    return queryParts(query, origin === undefined ? longestExpirySeconds : longestPageSeconds)
  }
  throw new MissingAuthenticationTokenException(
    'Missing Authentication Token: send an AWS4-HMAC-SHA256 Authorization header, as every AWS SDK does.',
  )
}

const headerParts = (authorization: string, date: string | undefined): Parts => {
  const space = authorization.indexOf(' ')
  if (authorization.slice(0, space) !== algorithm) throw malformed('the scheme', `must be ${algorithm}`)
  if (date === undefined) throw malformed('X-Amz-Date', 'must be there, or else a Date header')
  const parts = new Map<string, string>()
  for (const piece of authorization.slice(space).split(',')) {
    const equals = piece.indexOf('=')
    const name = piece.slice(0, equals).trim()
    if (parts.has(name)) throw malformed('the header', 'has a part more than once')
    parts.set(name, piece.slice(equals + 1).trim())
  }
  const part = partFrom((name) => parts.get(name))
  return { credential: part('Credential'), signedHeaders: part('SignedHeaders'), signature: part('Signature'), date }
}

const queryParts = (query: URLSearchParams, longestSeconds: number): Parts => {
  const part = partFrom((name) => {
    const [value, ...others] = query.getAll(name)
    if (others.length > 0) throw malformed(name, 'is there more than once')
    return value
  })
  if (part('X-Amz-Algorithm') !== algorithm) throw malformed('X-Amz-Algorithm', `must be ${algorithm}`)
  const date = part('X-Amz-Date')
  if (!/^\d{8}T\d{6}Z$/.test(date)) throw malformed('X-Amz-Date', 'must be written as yyyymmddThhmmssZ')
  const expires = part('X-Amz-Expires')
  if (!/^\d{1,6}$/.test(expires) || Number(expires) < 1 || Number(expires) > longestSeconds) {
    throw malformed('X-Amz-Expires', `must be 1 to ${longestSeconds} seconds`)
  }
  return {
    credential: part('X-Amz-Credential'),
    signedHeaders: part('X-Amz-SignedHeaders'),
    signature: part('X-Amz-Signature'),
    date,
    expiresSeconds: Number(expires),
  }
}

const longestExpirySeconds = 604_800
const longestPageSeconds = 900

const partFrom =
  (get: (name: string) => string | undefined) =>
  (name: string): string => {
    const value = get(name)
    if (value === undefined || value === '') throw malformed(name, 'is missing')
    return value
  }

/** Never says what was sent: it may be a secret in the wrong place. */
const malformed = (part: string, fault: string): IncompleteSignatureException =>
  new IncompleteSignatureException(`The AWS signature of the request is malformed: ${part} ${fault}.`)
