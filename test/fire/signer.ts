import { hash } from 'node:crypto'
import { signatureWith } from '../../src/api/auth/aws4-signature.ts'
import { SigningKey } from '../../src/api/auth/signing-key.ts'
import { canonicalRequest } from '../../src/api/auth/canonical-request.ts'
import type { Sign } from './client.ts'

interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

const signedHeaders = ['host', 'x-amz-content-sha256', 'x-amz-date']
const region = 'us-east-1'

/** Signs as AWS's SDK for JavaScript does, at a fraction of its cost: the tests of signatures show that it is the same. */
export const signerOf = (endpoint: string, { accessKeyId, secretAccessKey }: Credentials): Sign => {
  const { host } = new URL(endpoint)
  let kept: { readonly day: string; readonly key: SigningKey } | undefined
  return ({ method, path: target, body }) => {
    const date = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '')
    const scope = { day: date.slice(0, 8), region, service: 'bedrock' }
    if (kept?.day !== scope.day) kept = { day: scope.day, key: new SigningKey(secretAccessKey, scope) }
    const payloadHash = hash('sha256', body)
    const headers = { host, 'x-amz-content-sha256': payloadHash, 'x-amz-date': date }
    const [path = '', rawQuery = ''] = target.split(/\?(.*)/s)
    const canonical = canonicalRequest(
      { method, path, rawQuery, host, rawHeaders: Object.entries(headers).flat() },
      { signedHeaders },
      payloadHash,
    )
    const signature = signatureWith(kept.key, { date, scope, canonical: canonical ?? '' }).toString('hex')
    const credential = `${accessKeyId}/${scope.day}/${region}/bedrock/aws4_request`
    return {
      ...headers,
      authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${signedHeaders.join(';')}, Signature=${signature}`,
    }
  }
}
