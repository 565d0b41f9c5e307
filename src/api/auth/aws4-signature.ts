import { createHmac, createSecretKey, hash } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { bytesOf } from './canonical-request.ts'

/** What a signing key is for. */
export interface Scope {
  /** `yyyymmdd` */
  readonly day: string
  readonly region: string
  readonly service: string
}

/** An object of OpenSSL, which signs five times as fast as its bytes do. */
export const signingKeyOf = (secretAccessKey: string, { day, region, service }: Scope): KeyObject =>
  createSecretKey(
    [day, region, service, 'aws4_request'].reduce(
      (key, text) => createHmac('sha256', key).update(text).digest(),
      Buffer.from(`AWS4${secretAccessKey}`),
    ),
  )

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
export const signatureWith = (key: KeyObject, { date, scope: { day, region, service }, canonical }: ToSign): Buffer => {
  const hashed = hash('sha256', bytesOf(canonical))
  return createHmac('sha256', key).update(`AWS4-HMAC-SHA256\n${date}\n${day}/${region}/${service}/aws4_request\n${hashed}`).digest()
}
