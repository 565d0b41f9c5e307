import { hash } from 'node:crypto'
import { bytesOf } from './canonical-request.ts'
import type { Scope, SigningKey } from './signing-key.ts'

/** What is signed: when (`yyyymmddThhmmssZ`), for what, and the canonical request. */
export interface ToSign {
  readonly date: string
  readonly scope: Scope
  readonly canonical: string
}

/**
 * An AWS Signature Version 4.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export const signatureWith = (key: SigningKey, { date, scope: { day, region, service }, canonical }: ToSign): Buffer => {
  const hashed = hash('sha256', bytesOf(canonical))
  return key.sign(`AWS4-HMAC-SHA256\n${date}\n${day}/${region}/${service}/aws4_request\n${hashed}`)
}
