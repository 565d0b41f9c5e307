import type { ServerResponse } from 'node:http'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { systemClock } from '../../../lib/clock.ts'
import { randomIds } from '../../../lib/ids.ts'
import { objectStoreContract } from '../object-store.contract.ts'
import { recordedOptions, text } from '../recorded-options.contract.ts'
import type { SeenCall } from './s3-server.contract.ts'
import { refuse, startS3Server } from './s3-server.contract.ts'
import type { S3Service } from './s3-store.ts'
import { s3Store } from './s3-store.ts'

const at = (key: string) => ({ bucket: 'box', key })
const surroundings = { clock: systemClock, ids: randomIds }

const open = (service: Partial<S3Service> & { readonly endpointUrl: string }) =>
  s3Store({ setting: 'buckets[0]', region: 'eu-west-1', ...service }, surroundings)

const startStore = async () => {
  const server = await startS3Server()
  const store = open({ endpointUrl: server.endpointUrl })
  return {
    server,
    store,
    write: async (key: string, content: Uint8Array) => void server.objects.set(`/box/${key}`, Buffer.from(content)),
    read: async (key: string) => server.objects.get(`/box/${key}`),
    keys: async () => [...server.objects.keys()].map((path) => path.slice('/box/'.length)),
    async [Symbol.asyncDispose]() {
      store[Symbol.dispose]()
      await server[Symbol.asyncDispose]()
    },
  }
}

beforeAll(() => void vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIATEST').stubEnv('AWS_SECRET_ACCESS_KEY', 'secret'))
afterAll(() => void vi.unstubAllEnvs())

objectStoreContract('S3', startStore)

describe('a call of S3', () => {
  it('is signed for the region, in path style, without checksums that older servers refuse', async () => {
    await using started = await startStore()

    const { requestId, object } = await started.store.put(at('a b/c?d#e%2f.txt'), text('content'), recordedOptions().options)

    const [call] = started.server.calls
    expect([call?.method, call?.path, call?.body.toString()]).toEqual(['PUT', '/box/a b/c?d#e%2f.txt', 'content'])
    expect(call?.headers.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=AKIATEST\/\d{8}\/eu-west-1\/s3\/aws4_request, /)
    expect(call?.headers['x-amz-content-sha256']).toMatch(/^[0-9a-f]{64}$/)
    expect(call?.headers).toMatchObject({ 'content-type': 'text/plain; charset=utf-8', 'content-length': '7' })
    expect(Object.keys(call?.headers ?? {}).filter((name) => /checksum|expect|trailer/.test(name))).toEqual([])
    expect([requestId, object]).toEqual(['request 1', { contentLength: 7, contentType: 'text/plain; charset=utf-8', eTag: '"7"' }])
  })

  it('is made once, whatever comes of it: another attempt is for the engine', async () => {
    await using started = await startStore()
    started.server.answer = (response) => refuse(response, 503, 'SlowDown', 'Please reduce your request rate.', { 'retry-after': '3' })

    const get = started.store.get(at('a'), recordedOptions().options)

    await expect(get).rejects.toMatchObject({ code: 'BAD_GATEWAY', retryable: true, retryAfterMs: 3_000 })
    await expect(get).rejects.toThrow(
      'Object s3://box/a: S3 answered 503 (SlowDown: Please reduce your request rate.): lower buckets[0].maxConcurrency.',
    )
    expect(started.server.calls).toHaveLength(1)
  })

  it('is not made for a key that no path can carry', async () => {
    await using started = await startStore()

    const keys = ['', '..', '../other/secret', 'a/../../other/secret', 'a/./b', 'a/..', '\ud800', 'x'.repeat(1025)]
    const gets = await Promise.allSettled(keys.map((key) => started.store.get(at(key), recordedOptions().options)))

    for (const get of gets) expect(get).toMatchObject({ status: 'rejected', reason: { code: 'VALIDATION', retryable: false } })
    expect(started.server.calls).toEqual([])
  })
})

type Answer = (response: ServerResponse, call: SeenCall) => unknown

/** What a service answers to both calls, and what becomes of them. */
const failures: readonly (readonly [string, Answer, { code: string; retryable: boolean; message: RegExp }])[] = [
  [
    'access denied',
    (response) => refuse(response, 403, 'AccessDenied', 'Access Denied'),
    { code: 'DEPENDENCY_FAILED', retryable: false, message: /answered 403 \(AccessDenied: Access Denied\): check the AWS credentials/ },
  ],
  [
    'no such bucket',
    (response) => refuse(response, 404, 'NoSuchBucket', 'The specified bucket does not exist'),
    { code: 'DEPENDENCY_FAILED', retryable: false, message: /\(NoSuchBucket: .*check the bucket box, and where buckets\[0\]\.s3 leads\.$/ },
  ],
  [
    'another region',
    (response) => refuse(response, 301, 'PermanentRedirect', 'Use the endpoint.', { 'x-amz-bucket-region': 'us-west-2' }),
    { code: 'DEPENDENCY_FAILED', retryable: false, message: /301 .*is in the region us-west-2, set buckets\[0\]\.s3\.region to it\.$/ },
  ],
  [
    'a redirect to somewhere',
    (response) => response.writeHead(307, { location: 'http://127.0.0.1:1/', 'content-length': 0 }).end(),
    {
      code: 'DEPENDENCY_FAILED',
      retryable: false,
      message: /307: redirects are not followed; set buckets\[0\]\.s3\.region or endpointUrl/,
    },
  ],
  [
    'an internal error',
    (response) => refuse(response, 500, 'InternalError', 'We encountered an internal error.'),
    { code: 'BAD_GATEWAY', retryable: true, message: /500 \(InternalError: We encountered an internal error\.\)/ },
  ],
  [
    'a request that timed out',
    (response) => refuse(response, 400, 'RequestTimeout', 'Your socket was idle.'),
    { code: 'BAD_GATEWAY', retryable: true, message: /400 \(RequestTimeout/ },
  ],
  [
    'too many calls',
    (response) => response.writeHead(429, { 'content-length': 0 }).end(),
    { code: 'DEPENDENCY_FAILED', retryable: true, message: /429: lower buckets\[0\]\.maxConcurrency\.$/ },
  ],
  [
    "a page of a proxy's",
    (response) => response.writeHead(502, { 'content-type': 'text/html' }).end('<html><body>Bad <b>gateway</body></html>'),
    { code: 'BAD_GATEWAY', retryable: true, message: /S3 answered 502/ },
  ],
  [
    'an error without end',
    (response) => response.writeHead(500, { 'content-type': 'application/xml' }).write('<Error><Code>Internal'),
    { code: 'BAD_GATEWAY', retryable: true, message: /S3 answered 500/ },
  ],
  [
    'no answer',
    (response) => response.destroy(),
    {
      code: 'BAD_GATEWAY',
      retryable: true,
      message: /could not be reached or closed the connection \(ECONNRESET\): check buckets\[0\]\.s3/,
    },
  ],
]

describe('a failure of S3', () => {
  it.each(failures)('is told: %s', async (_, answer, { message, ...expected }) => {
    await using started = await startStore()
    started.server.answer = answer

    const calls = await Promise.allSettled([
      started.store.get(at('a'), recordedOptions().options),
      started.store.put(at('a'), text('x'), recordedOptions().options),
    ])

    for (const call of calls) expect(call).toMatchObject({ status: 'rejected', reason: expected })
    expect(calls.map((call) => (call.status === 'rejected' ? call.reason.message : ''))).toEqual([
      expect.stringMatching(message),
      expect.stringMatching(message),
    ])
  })

  it.each<[string, Answer]>([
    [
      'a body that is shorter than it says',
      (response) => response.writeHead(200, { 'content-length': 10 }).write('half', () => response.destroy()),
    ],
    ['chunks without a last one', (response) => response.writeHead(200).write('half', () => response.destroy())],
  ])('is told: an object cut off, as %s', async (_, answer) => {
    await using started = await startStore()
    started.server.answer = answer

    const get = started.store.get(at('a'), recordedOptions().options)

    await expect(get).rejects.toMatchObject({ code: 'BAD_GATEWAY', retryable: true })
  })

  it('is told: an object whose end is that of the connection', async () => {
    await using started = await startStore()
    started.server.answer = (response) => {
      response.socket?.end('HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nperhaps half')
    }

    const get = started.store.get(at('a'), recordedOptions().options)

    await expect(get).rejects.toThrow('Object s3://box/a: S3 did not say how long it is')
  })

  it('is told: an error in the body of a successful PutObject', async () => {
    await using started = await startStore()
    started.server.answer = (response) => refuse(response, 200, 'InternalError', 'Try again.')

    const put = started.store.put(at('a'), text('x'), recordedOptions().options)

    await expect(put).rejects.toMatchObject({ code: 'BAD_GATEWAY', retryable: true })
    await expect(put).rejects.toThrow('InternalError: Try again.')
  })

  it('is told: no credentials, without their words', async () => {
    await using started = await startStore()
    using store = open({ endpointUrl: started.server.endpointUrl, profile: 'none-of-this-name' })
    vi.stubEnv('AWS_ACCESS_KEY_ID', undefined)

    const get = store.get(at('a'), recordedOptions().options)

    await expect(get).rejects.toMatchObject({ code: 'DEPENDENCY_FAILED', retryable: false })
    await expect(get).rejects.toThrow(/^S3 was not asked for object s3:\/\/box\/a \(CredentialsProviderError\): check the AWS credentials/)
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIATEST')
  })

  it('is told: nobody there', async () => {
    const server = await startS3Server()
    await server[Symbol.asyncDispose]()
    using store = open({ endpointUrl: server.endpointUrl })

    const get = store.get(at('a'), recordedOptions().options)

    await expect(get).rejects.toMatchObject({ code: 'BAD_GATEWAY', retryable: true, message: expect.stringContaining('ECONNREFUSED') })
  })
})

describe('a stop', () => {
  it.each(['before the head', 'within the content'])('closes the socket at once: %s', async (when) => {
    await using started = await startStore()
    started.server.answer = (response) => {
      if (when === 'within the content') response.writeHead(200, { 'content-length': 10 }).write('some')
    }
    const stop = new AbortController()
    const { options, seen } = recordedOptions({ signal: stop.signal })
    const get = started.store.get(at('a'), options).catch((reason: unknown) => reason)
    await vi.waitFor(() => expect(when === 'within the content' ? seen.pieces.length : started.server.calls.length).toBe(1))

    stop.abort('stopped')

    expect(await get).toBe('stopped')
    await vi.waitFor(() => expect(started.server.openSockets()).toBe(0))
  })

  it('need not wait for an answer to PutObject', async () => {
    await using started = await startStore()
    started.server.answer = () => undefined
    const stop = new AbortController()
    const { options } = recordedOptions({ signal: stop.signal })
    const put = started.store.put(at('a'), text('x'), options).catch((reason: unknown) => reason)
    await vi.waitFor(() => expect(started.server.calls).toHaveLength(1))

    stop.abort('stopped')

    expect(await put).toBe('stopped')
    await vi.waitFor(() => expect(started.server.openSockets()).toBe(0))
  })
})
