import { createHash } from 'node:crypto'
import { Sha256 } from '@smithy/core/checksum'
import { SignatureV4 } from '@smithy/signature-v4'
import { describe, expect, it } from 'vitest'
import { access, accessEnvironment, alice, bob, carol } from '../../../test/verified-access.ts'
import type { WireRequest } from '../../../test/signatures/wire-request.ts'
import { requestOf } from '../../../test/signatures/wire-request.ts'
import { verifiedAccess } from './authenticate.ts'
import { signatureWith } from './aws4-signature.ts'
import { SigningKey } from './signing-key.ts'
import { canonicalRequest } from './canonical-request.ts'
import { credentialsOf } from './credentials.ts'

const now = Date.parse('2026-01-01T12:00:00Z')
const verify = verifiedAccess({ credentials: credentialsOf(access, accessEnvironment), clock: { now: () => now } })
const rules = { pageMayCall: false, bodyLimitBytes: 1_000 }

const withToken = { ...alice, sessionToken: 'any' }
const otherToken = { ...bob, sessionToken: 'other' }
const noToken = { ...bob, sessionToken: '' }

interface Signing {
  readonly by?: typeof alice
  readonly at?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly isHashed?: boolean
  readonly service?: string
}

const path = '/flows/FLOW000001/aliases/TSTALIASID/executions'

const signed = async ({ by = alice, at = now, headers = {}, isHashed = true, service = 'bedrock' }: Signing = {}): Promise<WireRequest> => {
  const signer = new SignatureV4({ credentials: by, region: 'eu-central-1', service, sha256: Sha256, applyChecksum: isHashed })
  const sent = { host: 'localhost:4680', 'content-type': 'application/json', ...headers }
  const request = { method: 'POST', protocol: 'http:', hostname: 'localhost', path, headers: sent, body: '{"inputs":[]}' }
  const { headers: all } = await signer.sign(request, { signingDate: new Date(at) })
  return { method: 'POST', target: path, headers: Object.entries(all).map((header) => header.join(': ')), body: request.body }
}

const presigned = async (expiresIn: number, at = now): Promise<WireRequest> => {
  const signer = new SignatureV4({ credentials: alice, region: 'eu-central-1', service: 'bedrock', sha256: Sha256 })
  const request = { method: 'GET', protocol: 'http:', hostname: 'localhost', path: '/flows/', headers: { host: 'localhost' } }
  const { query = {} } = await signer.presign(request, { signingDate: new Date(at), expiresIn })
  return {
    method: 'GET',
    target: `/flows/?${new URLSearchParams(query as Record<string, string>)}`,
    headers: ['host: localhost'],
    body: '',
  }
}

/** The body that the operation is handed. */
const taken = async (request: WireRequest): Promise<string> => {
  const { body } = await verify(requestOf(request), rules)
  return new TextDecoder().decode(await body(1_000))
}

describe('a signed request', () => {
  it("is its principal's, in the account of the credential and the region of the signature", async () => {
    const { caller } = await verify(requestOf(await signed({ by: bob })), rules)

    expect(caller).toEqual({
      account: '210987654321',
      region: 'eu-central-1',
      accessKeyId: bob.accessKeyId,
      principal: {
        arn: 'arn:aws:iam::210987654321:user/bob',
        account: '210987654321',
        userName: 'bob',
        accessKeyId: bob.accessKeyId,
      },
    })
  })

  it.each([
    ['with the hash of its body', {}],
    ['without', { isHashed: false }],
    ['with a session token', { by: bob }],
    ['five minutes ago', { at: now - 300_000 }],
    ['in five minutes', { at: now + 300_000 }],
    ['with spaces within and around a header', { headers: { 'x-amz-note': 'a   b' } }],
  ])('is taken %s', async (_, signing) => {
    expect(await taken(await signed(signing))).toBe('{"inputs":[]}')
  })

  it('is taken with a Date header in place of X-Amz-Date, as the library never signs', async () => {
    const scope = { day: '20260101', region: 'eu-central-1', service: 'bedrock' }
    const headers = ['host: localhost', 'date: Thu, 01 Jan 2026 12:00:00 GMT']
    const signedHeaders = ['date', 'host']
    const request = { method: 'GET', target: '/flows/', headers, body: '' }
    const canonical = canonicalRequest(requestOf(request), { signedHeaders }, createHash('sha256').digest('hex')) ?? ''
    const signature = signatureWith(new SigningKey(alice.secretAccessKey, scope), { date: '20260101T120000Z', scope, canonical }).toString(
      'hex',
    )
    const credential = `${alice.accessKeyId}/20260101/eu-central-1/bedrock/aws4_request`
    const authorization = `authorization: AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=date;host, Signature=${signature}`

    expect(await taken({ ...request, headers: [...headers, authorization] })).toBe('')
    await expect(taken({ ...request, headers: ['host: localhost', 'date: 1 Jan', authorization] })).rejects.toThrow('X-Amz-Date is no time')
  })

  it.each<[string, Signing, string, string]>([
    [
      'more than five minutes ago',
      { at: now - 301_000 },
      'InvalidSignatureException',
      'Signature expired: 20260101T115459Z is now earlier than 20260101T115500Z (20260101T120000Z - 5 min.)',
    ],
    [
      'in more than five minutes',
      { at: now + 301_000 },
      'InvalidSignatureException',
      'Signature not yet current: 20260101T120501Z is still later than 20260101T120500Z (20260101T120000Z + 5 min.)',
    ],
    [
      'with an unknown key',
      { by: { ...alice, accessKeyId: 'AKIANOBODY' } },
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
    ],
    [
      'with a wrong secret',
      { by: { ...alice, secretAccessKey: 'wrong' } },
      'InvalidSignatureException',
      'The request signature we calculated does not match',
    ],
    ['with a wrong token', { by: otherToken }, 'UnrecognizedClientException', 'The security token included in the request is invalid.'],
    ['without its token', { by: noToken }, 'UnrecognizedClientException', 'The security token included in the request is invalid.'],
    ['with a token that it has not', { by: withToken }, 'UnrecognizedClientException', 'The security token included'],
    ['when it is over', { by: carol }, 'ExpiredTokenException', 'The security token included in the request is expired'],
    ['for another service', { service: 's3' }, 'IncompleteSignatureException', 'Credential must be scoped to the service bedrock'],
    [
      'without its body',
      { headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } },
      'InvalidSignatureException',
      'The header x-amz-content-sha256 must be the SHA-256 of the body',
    ],
    [
      'in chunks',
      { headers: { 'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD' } },
      'InvalidSignatureException',
      'The header x-amz-content-sha256',
    ],
    [
      'with the hash of another body',
      { headers: { 'x-amz-content-sha256': createHash('sha256').update('x').digest('hex') } },
      'InvalidSignatureException',
      'The request signature we',
    ],
  ])('is refused %s', async (_, signing, name, message) => {
    await expect(taken(await signed(signing))).rejects.toMatchObject({ name, message: expect.stringContaining(message) })
  })

  it.each<[string, string, string]>([
    ['of AWS that is not signed', 'x-amz-target: Other', 'There is a header in the request that is not signed: x-amz-target.'],
    ['that is signed twice', 'content-type: text/plain', 'The request signature we calculated does not match'],
    ['with the date twice', 'x-amz-date: 20260101T120000Z', 'X-Amz-Date is no time'],
    ['with another host', 'host: other', 'The request signature we calculated does not match'],
  ])('is refused with one more header %s', async (_, line, message) => {
    const request = await signed()

    await expect(taken({ ...request, headers: [...request.headers, line] })).rejects.toThrow(message)
  })

  it('is refused without a header that is signed, even an empty one', async () => {
    const request = await signed({ headers: { 'a-note': '' } })

    expect(await taken(request)).toBe('{"inputs":[]}')
    await expect(taken({ ...request, headers: request.headers.filter((line) => !line.startsWith('a-note')) })).rejects.toThrow(
      'The request signature we calculated does not match',
    )
  })

  it.each([
    ['its key is unknown', { isHashed: false, by: { ...alice, accessKeyId: 'AKIANOBODY' } }],
    ['its time is over', { isHashed: false, at: now - 600_000 }],
    ['it is of another, and the hash was sent', { by: { ...alice, secretAccessKey: 'wrong' } }],
  ])('is refused before its body is read when %s', async (_, signing) => {
    const request = { ...requestOf(await signed(signing)), body: () => expect.fail('The body was read.') }

    await expect(verify(request, rules)).rejects.toMatchObject({ name: expect.stringMatching(/^Unrecognized|^InvalidSignature/) })
  })

  it('is bounded in what is read for it', async () => {
    const limits: number[] = []
    const request = requestOf(await signed({ isHashed: false }))
    const body = (limit: number) => {
      limits.push(limit)
      return request.body(limit)
    }

    await verify({ ...request, body }, rules)

    expect(limits).toEqual([1_000])
  })
})

describe('a presigned URL', () => {
  it.each([
    ['at its start', 60, now],
    ['at its end', 60, now - 60_000],
    ['by a clock that is ahead', 60, now + 300_000],
    ['for a week', 604_800, now - 604_800_000],
  ])('holds %s', async (_, expiresIn, at) => {
    expect(await taken(await presigned(expiresIn, at))).toBe('')
  })

  it.each([
    [
      'after its end',
      60,
      now - 61_000,
      'Signature expired: 20260101T115859Z is now earlier than 20260101T115900Z (20260101T120000Z - 60 s)',
    ],
    ['before its time', 60, now + 301_000, 'Signature not yet current: '],
  ])('does not hold %s', async (_, expiresIn, at, message) => {
    await expect(taken(await presigned(expiresIn, at))).rejects.toThrow(message)
  })

  it('does not hold with one more parameter, or with one of its own twice', async () => {
    const request = await presigned(60)

    await expect(taken({ ...request, target: `${request.target}&nextToken=x` })).rejects.toThrow('The request signature we calculated')
    await expect(taken({ ...request, target: `${request.target}&X-Amz-Expires=900` })).rejects.toThrow(
      'X-Amz-Expires is there more than once',
    )
    await expect(taken({ ...request, target: `${request.target}&X-Amz-Signature=${'0'.repeat(64)}` })).rejects.toThrow(
      'X-Amz-Signature is there more than once',
    )
  })

  it('of a page is over after a quarter of an hour', async () => {
    const page = { pageMayCall: true, bodyLimitBytes: 1_000 }
    const from = (request: WireRequest) => requestOf({ ...request, headers: [...request.headers, 'origin: https://console.example.com'] })

    await expect(verify(from(await presigned(900, now - 900_000)), page)).resolves.toMatchObject({ caller: { account: '123456789012' } })
    await expect(verify(from(await presigned(900, now - 901_000)), page)).rejects.toThrow('Signature expired')
    await expect(verify(from(await presigned(901)), page)).rejects.toThrow('X-Amz-Expires must be 1 to 900 seconds')
  })
})

describe('a credential', () => {
  it('shows nothing of its secrets', () => {
    const [credential] = credentialsOf(access, accessEnvironment).values()

    expect(JSON.stringify(credential)).not.toContain('secret')
    expect(
      Object.values(credential ?? {})
        .map(String)
        .join(),
    ).not.toContain(alice.secretAccessKey)
  })

  it('keeps its keys for some regions only', () => {
    const credential = credentialsOf(access, accessEnvironment).get(alice.accessKeyId)
    const keyOf = (region: number) => credential?.signingKey({ day: '20260101', region: `r${region}`, service: 'bedrock' })
    const first = keyOf(0)

    expect(keyOf(0)).toBe(first)
    for (let region = 1; region <= 64; region++) keyOf(region)
    expect(keyOf(0)).not.toBe(first)
    expect(keyOf(0)?.sign('text')).toEqual(first?.sign('text'))
  })
})

it('a presigned request is refused with an empty parameter, which is read as none', async () => {
  const request = await presigned(900)

  await expect(taken(request)).resolves.toBe('')
  await expect(taken({ ...request, target: `${request.target}&` })).rejects.toThrow('does not match')
})
