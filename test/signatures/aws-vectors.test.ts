import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { signatureWith } from '../../src/api/auth/aws4-signature.ts'
import { SigningKey } from '../../src/api/auth/signing-key.ts'
import { bytesOf, canonicalRequest } from '../../src/api/auth/canonical-request.ts'

/** A signed request as it came over the wire, byte by byte; headers as lines. */
interface Vector {
  readonly name: string
  readonly method: string
  readonly target: string
  readonly headers: readonly string[]
  readonly body: string
}

/**
 * AWS's own, from the test suite of Signature Version 4; left out are those whose signer changes
 * the path first, and one whose session token is not signed.
 */
const vectors: readonly Vector[] = JSON.parse(readFileSync(new URL('aws-vectors.json', import.meta.url), 'utf8'))
const key = new SigningKey('wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY', { day: '20150830', region: 'us-east-1', service: 'service' })
const scope = { day: '20150830', region: 'us-east-1', service: 'service' }

const signatureOf = ({ method, target, headers, body }: Vector) => {
  const [path = '', rawQuery = ''] = target.split(/\?(.*)/s)
  const rawHeaders = headers.flatMap((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()])
  const header = (name: string): string | undefined => rawHeaders[rawHeaders.findIndex((one) => one.toLowerCase() === name) + 1]
  const authorization = rawHeaders.includes('Authorization') ? header('authorization') : undefined
  const query = new URLSearchParams(rawQuery)
  const [, signedHeaders = '', signature] = /SignedHeaders=(.*), Signature=(.*)$/.exec(authorization ?? '') ?? [
    '',
    query.get('X-Amz-SignedHeaders') ?? '',
    query.get('X-Amz-Signature'),
  ]
  const signed = { signedHeaders: signedHeaders.split(';'), ...(authorization === undefined && { expiresSeconds: 3600 }) }
  const canonical = canonicalRequest({ method, path, rawQuery, host: header('host'), rawHeaders }, signed, hash('sha256', bytesOf(body)))
  return { signature, ours: signatureWith(key, { date: '20150830T123600Z', scope, canonical: canonical ?? '' }).toString('hex') }
}

describe("AWS's test suite of signatures", () => {
  it.each(vectors.map((vector) => [vector.name, vector] as const))('%s', (_, vector) => {
    const { signature, ours } = signatureOf(vector)

    expect(ours).toBe(signature)
  })
})
