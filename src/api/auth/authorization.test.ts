import { describe, expect, it } from 'vitest'
import { callerOf } from './authorization.ts'
import type { Signed } from './authorization.ts'

const signature = 'a'.repeat(64)
const header = ({
  algorithm = 'AWS4-HMAC-SHA256',
  credential = 'AKID/20260101/us-east-1/bedrock/aws4_request',
  headers = 'host;x-amz-date',
  sign = signature,
} = {}) => `${algorithm} Credential=${credential}, SignedHeaders=${headers}, Signature=${sign}`

const signed = (authorization: string | undefined, rest: Partial<Signed> = {}): Signed => ({
  authorization,
  date: '20260101T120000Z',
  origin: undefined,
  query: new URLSearchParams(),
  ...rest,
})

const presigned = (change: Record<string, string> = {}): URLSearchParams =>
  new URLSearchParams({
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': '123456789012/20260101/eu-central-1/bedrock/aws4_request',
    'X-Amz-Date': '20260101T120000Z',
    'X-Amz-Expires': '900',
    'X-Amz-SignedHeaders': 'host',
    'X-Amz-Signature': signature,
    ...change,
  })

describe('the caller', () => {
  it.each([
    ['an ordinary key', header(), { accessKeyId: 'AKID', region: 'us-east-1', account: '000000000000' }],
    [
      'a key of 12 digits, which is the account',
      header({ credential: '123456789012/20260101/us-gov-west-1/bedrock/aws4_request' }),
      { accessKeyId: '123456789012', region: 'us-gov-west-1', account: '123456789012' },
    ],
    ['a header without spaces', header().replaceAll(', ', ','), { accessKeyId: 'AKID', region: 'us-east-1', account: '000000000000' }],
    ['HTTP/2', header({ headers: ':authority;x-amz-date' }), { accessKeyId: 'AKID', region: 'us-east-1', account: '000000000000' }],
  ])('is known from %s', (_, authorization, expected) => {
    expect(callerOf(signed(authorization))).toEqual(expected)
  })

  it('is known from a presigned query', () => {
    const caller = callerOf(signed(undefined, { date: undefined, query: presigned() }))

    expect(caller).toEqual({ accessKeyId: '123456789012', region: 'eu-central-1', account: '123456789012' })
  })

  it('is missing without a signature', () => {
    expect(() => callerOf(signed(undefined))).toThrow(expect.objectContaining({ name: 'MissingAuthenticationTokenException' }))
  })

  it('is a web page that may call, with a presigned query of at most a quarter of an hour', () => {
    const page = (seconds: string) =>
      callerOf(signed(undefined, { origin: 'https://a.example', pageMayCall: true, query: presigned({ 'X-Amz-Expires': seconds }) }))

    expect(page('900')).toMatchObject({ account: '123456789012' })
    expect(() => page('901')).toThrow('must be 1 to 900 seconds')
  })

  it('is no web page with a presigned query, which any page can write', () => {
    expect(() => callerOf(signed(undefined, { origin: 'http://evil.com', query: presigned() }))).toThrow(
      expect.objectContaining({
        name: 'AccessDeniedException',
        message: 'The web page http://evil.com may not call Sluice with a presigned URL.',
      }),
    )
  })

  it.each([
    ['another scheme', signed('Bearer token'), 'the scheme must be AWS4-HMAC-SHA256'],
    ['an empty header', signed(''), 'the scheme must be AWS4-HMAC-SHA256'],
    ['SigV4a', signed(header({ algorithm: 'AWS4-ECDSA-P256-SHA256' })), 'the scheme must be AWS4-HMAC-SHA256'],
    ['no parts', signed('AWS4-HMAC-SHA256'), 'the scheme must be AWS4-HMAC-SHA256'],
    ['no parts after a space', signed('AWS4-HMAC-SHA256 '), 'Credential is missing'],
    ['no Signature', signed(header().split(', Signature')[0]), 'Signature is missing'],
    ['a part twice', signed(`${header()}, Signature=${signature}`), 'the header has a part more than once'],
    [
      'a parameter twice',
      signed(undefined, { query: new URLSearchParams(`${presigned()}&X-Amz-Date=20260101T120000Z`) }),
      'X-Amz-Date is there more than once',
    ],
    ['no date', signed(header(), { date: undefined }), 'X-Amz-Date must be there, or else a Date header'],
    ['another day', signed(header(), { date: '20260102T000000Z' }), 'Credential must be scoped to the day of X-Amz-Date'],
    ['a short signature', signed(header({ sign: 'abc' })), 'Signature must be 64 hexadecimal digits in lower case'],
    ['signed headers in upper case', signed(header({ headers: 'Host' })), 'SignedHeaders must be header names in lower case joined by ";"'],
    ['a signed header twice', signed(header({ headers: 'host;x-amz-date;host' })), 'SignedHeaders must name each header once'],
    ['an unsigned host', signed(header({ headers: 'x-amz-date' })), 'SignedHeaders must contain host or :authority'],
    [
      'another service',
      signed(header({ credential: 'A/20260101/us-east-1/s3/aws4_request' })),
      'Credential must be scoped to the service bedrock',
    ],
    [
      'no region',
      signed(header({ credential: 'A/20260101//bedrock/aws4_request' })),
      'Credential must be <access key>/<yyyymmdd>/<region>/bedrock/aws4_request',
    ],
    [
      'a region that is none',
      signed(header({ credential: 'A/20260101/US_EAST:1/bedrock/aws4_request' })),
      'Credential must be <access key>/<yyyymmdd>/<region>/bedrock/aws4_request',
    ],
    [
      'too long a key',
      signed(header({ credential: `${'A'.repeat(129)}/20260101/r/bedrock/aws4_request` })),
      'Credential must be <access key>/<yyyymmdd>/<region>/bedrock/aws4_request',
    ],
    ['a presigned query without expiry', signed(undefined, { query: presigned({ 'X-Amz-Expires': '' }) }), 'X-Amz-Expires is missing'],
    [
      'a presigned query for too long',
      signed(undefined, { query: presigned({ 'X-Amz-Expires': '604801' }) }),
      'X-Amz-Expires must be 1 to 604800 seconds',
    ],
    [
      'a presigned query at no time',
      signed(undefined, { query: presigned({ 'X-Amz-Date': 'now' }) }),
      'X-Amz-Date must be written as yyyymmddThhmmssZ',
    ],
  ])('is refused with %s', (_, request, fault) => {
    expect(() => callerOf(request)).toThrow(
      expect.objectContaining({
        name: 'IncompleteSignatureException',
        message: `The AWS signature of the request is malformed: ${fault}.`,
      }),
    )
  })
})
