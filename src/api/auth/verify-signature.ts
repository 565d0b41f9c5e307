import { hash, timingSafeEqual } from 'node:crypto'
import { ExpiredTokenException, InvalidSignatureException, UnrecognizedClientException } from '../../contract/exceptions.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Request } from '../protocol/http-application.ts'
import type { RequestSignature } from './authorization.ts'
import { signatureWith } from './aws4-signature.ts'
import { canonicalRequest } from './canonical-request.ts'
import type { Credential } from './credentials.ts'
import { checkedDate } from './signature-time.ts'

export interface Verification {
  readonly credentials: ReadonlyMap<string, Credential>
  readonly clock: Pick<Clock, 'now'>
}

export interface Verified {
  readonly credential: Credential
  /** The request's body, which is what was signed or throws. */
  readonly body: Request['body']
}

/**
 * Whether a request is what the owner of its access key has signed. A body whose hash was sent (as JavaScript and Java do) is
 * read after, any other (boto3, Go, Rust) before, but never for an unknown key. An unknown key is answered as AWS does, by another
 * name than a wrong signature: that tells which keys there are, and so no time is spent on hiding it.
 * @throws UnrecognizedClientException @throws InvalidSignatureException @throws ExpiredTokenException
 * @throws IncompleteSignatureException - its date is malformed.
 */
export const verifySignature = async (
  request: Request,
  { signature, bodyLimitBytes }: { readonly signature: RequestSignature; readonly bodyLimitBytes: number },
  { credentials, clock }: Verification,
): Promise<Verified> => {
  const { accessKeyId, day, region, signedHeaders } = signature
  const now = clock.now()
  const date = checkedDate(signature, now)
  const credential = credentials.get(accessKeyId)
  if (credential === undefined) throw unrecognized()
  refuseUnsigned(request.rawHeaders, signedHeaders)

  const sentHash = request.header(hashHeader)
  if (sentHash !== undefined && !/^[0-9a-f]{64}$/.test(sentHash)) throw unsignedBody()
  const read = sentHash === undefined ? await request.body(bodyLimitBytes) : undefined
  const canonical = canonicalRequest(request, signature, sentHash ?? sha256(read ?? ''))
  if (canonical === undefined) throw mismatch()
  const scope = { day, region, service: 'bedrock' }
  const expected = signatureWith(credential.signingKey(scope), { date, scope, canonical })
  if (!timingSafeEqual(expected, Buffer.from(signature.signature, 'hex'))) throw mismatch()
  const token = signature.expiresSeconds === undefined ? request.header(tokenHeader) : request.query.get('X-Amz-Security-Token')
  if (!credential.hasToken(token ?? undefined)) throw unrecognized()
  if (credential.expiresAt !== undefined && now >= credential.expiresAt)
    throw new ExpiredTokenException('The security token included in the request is expired')
  const body = async (limitBytes: number): Promise<Uint8Array> => {
    const bytes = read ?? (await request.body(limitBytes))
    if (sentHash !== undefined && sha256(bytes) !== sentHash) throw mismatch()
    return bytes
  }
  return { credential, body }
}

const hashHeader = 'x-amz-content-sha256'
const tokenHeader = 'x-amz-security-token'

const sha256 = (content: Uint8Array | string): string => hash('sha256', content)

/** Whoever stands between could add such a header. */
const refuseUnsigned = (rawHeaders: readonly string[], signedHeaders: readonly string[]): void => {
  const signed = new Set(signedHeaders)
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] ?? '').toLowerCase()
    if (name.startsWith('x-amz-') && !signed.has(name))
      throw new InvalidSignatureException(`There is a header in the request that is not signed: ${name.slice(0, 100)}.`)
  }
}

const mismatch = (): InvalidSignatureException =>
  new InvalidSignatureException(
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  )

const unrecognized = (): UnrecognizedClientException =>
  new UnrecognizedClientException('The security token included in the request is invalid.')

/** UNSIGNED-PAYLOAD and STREAMING-...: no SDK sends them to these services, whose bodies are small and whole. */
const unsignedBody = (): InvalidSignatureException =>
  new InvalidSignatureException(`The header ${hashHeader} must be the SHA-256 of the body, as 64 hexadecimal digits in lower case.`)
