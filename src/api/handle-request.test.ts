import { request as httpRequest } from 'node:http'
import type { OutgoingHttpHeaders } from 'node:http'
import { connect as http2Connect } from 'node:http2'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { executionArn, fakeServer, flow, requestId, start } from '../../test/fake-server.ts'

let server: Awaited<ReturnType<typeof fakeServer>>
beforeAll(async () => {
  server = await fakeServer()
})
afterAll(() => server.close())
beforeEach(() => server.forget())

const authorization = `AWS4-HMAC-SHA256 Credential=123456789012/20260101/us-east-1/bedrock/aws4_request, SignedHeaders=host;x-amz-date, Signature=${'a'.repeat(64)}`
const signed = { authorization, 'x-amz-date': '20260101T000000Z' }

interface Sent {
  readonly method?: string
  readonly path: string
  readonly headers?: OutgoingHttpHeaders | readonly string[]
  readonly body?: string | Uint8Array
}

const send = async ({ method = 'GET', path, headers = signed, body }: Sent) => {
  const { promise, resolve, reject } = Promise.withResolvers<{
    status: number
    type: unknown
    id: unknown
    body: unknown
    allow: unknown
  }>()
  const request = httpRequest({ host: '127.0.0.1', port: server.port, method, path, headers, agent: false }, async (answer) => {
    const said = await text(answer)
    const { 'x-amzn-errortype': type, 'x-amzn-requestid': id, allow } = answer.headers
    resolve({ status: answer.statusCode ?? 0, type, id, allow, body: said === '' ? said : JSON.parse(said) })
  })
  request.on('error', reject)
  request.end(body)
  return promise
}

/** Against what hangs. */
const patience = { timeout: 300_000 }
const post = { method: 'POST', path: '/flows/F000000001/aliases/A000000001/executions' }
const json = (value: unknown): string => JSON.stringify(value)

describe('a request', () => {
  it.each<[string, Sent, number, string, string]>([
    ['for an unknown path', { path: '/nothing' }, 404, 'UnknownOperationException', 'No operation has this path.'],
    ['with a wrong method', { method: 'PATCH', path: '/flows/' }, 405, 'UnknownOperationException', 'This path answers GET, POST only.'],
    ['with OPTIONS', { method: 'OPTIONS', path: '/flows/' }, 405, 'UnknownOperationException', 'This path answers GET, POST only.'],
    ['with TRACE', { method: 'TRACE', path: '/flows/' }, 405, 'UnknownOperationException', 'This path answers GET, POST only.'],
    ['for a broken path', { path: '/flows/%zz' }, 400, 'ValidationException', 'The path has a broken percent-encoding.'],
    [
      'for another host',
      { path: '/flows/', headers: { ...signed, host: 'evil.com:8443' } },
      403,
      'AccessDeniedException',
      'The host evil.com is not allowed: add it to the setting allowedHosts.',
    ],
    [
      'for two hosts',
      { path: '/flows/', headers: ['Host', 'a', 'Host', 'b', 'Authorization', authorization] },
      403,
      'AccessDeniedException',
      'The request must name exactly one host.',
    ],
    [
      'without a signature',
      { path: '/flows/', headers: {} },
      403,
      'MissingAuthenticationTokenException',
      'Missing Authentication Token: send an AWS4-HMAC-SHA256 Authorization header, as every AWS SDK does.',
    ],
    [
      'with a broken signature',
      { path: '/flows/', headers: { ...signed, authorization: 'Basic eDp5' } },
      400,
      'IncompleteSignatureException',
      'The AWS signature of the request is malformed: the scheme must be AWS4-HMAC-SHA256.',
    ],
    [
      'for an operation that Sluice lacks, unsigned',
      { method: 'DELETE', path: '/flows/F000000001', headers: {} },
      403,
      'MissingAuthenticationTokenException',
      'Missing Authentication Token: send an AWS4-HMAC-SHA256 Authorization header, as every AWS SDK does.',
    ],
    [
      'for InvokeInlineAgent, which only its trailing slash tells from PrepareAgent',
      { method: 'POST', path: '/agents/X' },
      400,
      'ValidationException',
      'InvokeInlineAgent is not available in this version of Sluice.',
    ],
    ['with broken JSON', { ...post, body: '{' }, 400, 'SerializationException', 'The request body is not valid JSON.'],
    ['with a list as its body', { ...post, body: '[]' }, 400, 'SerializationException', 'The request body must be a JSON object.'],
    [
      'with a bomb',
      { ...post, body: '['.repeat(1_000_000) },
      400,
      'SerializationException',
      'The request body nests deeper than 128 levels.',
    ],
    [
      'with a compressed body',
      { ...post, headers: { ...signed, 'content-encoding': 'gzip' }, body: 'x' },
      400,
      'SerializationException',
      'Sluice reads no request body in the Content-Encoding gzip.',
    ],
    [
      'that announces too large a body',
      { ...post, body: ' '.repeat(6_291_457) },
      413,
      'RequestEntityTooLargeException',
      'The request body is larger than 6291456 bytes, the most that this operation takes.',
    ],
    [
      'whose chunks become too large a body',
      { ...post, headers: { ...signed, 'transfer-encoding': 'chunked' }, body: ' '.repeat(6_291_457) },
      413,
      'RequestEntityTooLargeException',
      'The request body is larger than 6291456 bytes, the most that this operation takes.',
    ],
    [
      'that meets a bug',
      { method: 'POST', path: '/flows/F000000001/' },
      500,
      'InternalServerException',
      `Sluice failed to answer this request; its log has the cause under request id ${requestId}.`,
    ],
    [
      'over a quota of the run-time service',
      { path: '/flows/F000000001/executions' },
      400,
      'ServiceQuotaExceededException',
      'Too many executions.',
    ],
  ])('%s is refused', async (_, sent, status, type, message) => {
    const { allow: _allow, ...answer } = await send(sent)

    expect(answer).toEqual({ status, type, id: requestId, body: { message } })
    expect(server.lines).toMatchObject([{ requestId, status }])
  })

  it('with empty labels, as the Go SDK sends them, breaks their constraints', async () => {
    expect(await send({ method: 'POST', path: '/flows//aliases//executions', body: json({}) })).toMatchObject({
      status: 400,
      type: 'ValidationException',
    })
  })

  it.each([
    ['no content type', {}],
    ['nonsense as its content type', { 'content-type': 'nonsense' }],
    ['a form as its content type', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['Expect: 100-continue', { expect: '100-continue' }],
    ['another expectation', { expect: 'a miracle' }],
    ['its body as it is', { 'content-encoding': 'identity' }],
  ])('with %s is answered', async (_, headers) => {
    const answer = await send({ ...post, headers: { ...signed, ...headers }, body: json({ inputs: start.inputs }) })

    expect(answer).toEqual({ status: 200, type: undefined, id: requestId, allow: undefined, body: { executionArn } })
  })

  it('that is too large leaves its connection usable', async () => {
    const socket = connect(server.port, '127.0.0.1')
    const head = `POST ${post.path} HTTP/1.1\r\nhost: a\r\nauthorization: ${authorization}\r\nx-amz-date: 20260101T000000Z\r\n`
    socket.write(`${head}content-length: 7000000\r\n\r\n${' '.repeat(7_000_000)}GET /healthz HTTP/1.1\r\nconnection: close\r\n\r\n`)

    const said = await text(socket)

    expect(said.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 413', 'HTTP/1.1 200'])
  })

  it.each([
    [
      'HTTP/1.1',
      async () => {
        const socket = connect(server.port, '127.0.0.1')
        const headers = Object.entries(signed).map(([name, value]) => `${name}: ${value}\r\n`)
        socket.write(`POST ${post.path} HTTP/1.1\r\nhost: a\r\n${headers.join('')}content-length: 100\r\n\r\n{}`)
        return () => socket.destroy()
      },
    ],
    [
      'HTTP/2',
      async () => {
        const session = http2Connect(`http://127.0.0.1:${server.port}`)
        const stream = session.request({ ':method': 'POST', ':path': post.path, ...signed })
        stream.on('error', () => {})
        stream.write(json({ inputs: start.inputs }))
        return () => session.destroy()
      },
    ],
  ])('whose client goes away in mid-body over %s starts nothing', async (_, open) => {
    const leave = await open()
    await expect.poll(() => server.state.posts, patience).toBe(1)

    leave()

    await expect
      .poll(() => server.lines.filter((line) => line['operation'] === 'StartFlowExecution'), patience)
      .toMatchObject([{ status: 400 }])
    expect(server.seen).toEqual([])
  })

  it('with HEAD gets the headers of its refusal alone', async () => {
    expect(await send({ method: 'HEAD', path: '/flows/' })).toEqual({
      status: 405,
      type: 'UnknownOperationException',
      id: requestId,
      allow: 'GET, POST',
      body: '',
    })
  })

  it('is presigned in its query as well', async () => {
    const query = new URLSearchParams({
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Credential': 'AKID/20260101/us-east-1/bedrock/aws4_request',
      'X-Amz-Date': '20260101T000000Z',
      'X-Amz-Expires': '900',
      'X-Amz-SignedHeaders': 'host',
      'X-Amz-Signature': 'a'.repeat(64),
    })

    expect(await send({ path: `/flows/F000000001/?${query}`, headers: {} })).toMatchObject({ status: 200, body: flow })
  })

  it('for an operation of our own goes the same way', async () => {
    const path = `/sluice/v1/executions/${encodeURIComponent(executionArn)}`

    expect(await send({ path, headers: {} })).toMatchObject({ status: 403, type: 'MissingAuthenticationTokenException' })
    expect(await send({ path: '/sluice/v1/executions/x%20y' })).toMatchObject({ status: 400, type: 'ValidationException' })
    expect(await send({ path })).toMatchObject({ status: 200, body: { of: executionArn } })
  })

  it('for its health is answered without a signature and on any host', async () => {
    const headers = { host: 'evil.com' }
    server.state.ready = false

    const whileStarting = [await send({ path: '/healthz', headers }), await send({ path: '/healthz/ready', headers })]
    server.state.ready = true
    const after = await send({ path: '/healthz/ready', headers })

    expect([...whileStarting, after].map(({ status, body }) => ({ status, body }))).toEqual([
      { status: 200, body: { status: 'ok' } },
      { status: 503, body: { status: 'starting' } },
      { status: 200, body: { status: 'ok' } },
    ])
  })

  it('leaves one line in the log, without its content', async () => {
    await send({
      ...post,
      path: `${post.path}?nextToken=query-secret`,
      body: json({ inputs: [{ ...start.inputs[0], content: { document: 'body-secret' } }] }),
    })

    expect(server.lines).toEqual([
      {
        level: 30,
        time: expect.any(Number),
        pid: expect.any(Number),
        hostname: expect.any(String),
        requestId,
        operation: 'StartFlowExecution',
        status: 200,
        milliseconds: expect.any(Number),
        account: '123456789012',
        msg: 'request',
      },
    ])
    expect(JSON.stringify(server.lines)).not.toMatch(/secret|Signature/)
  })

  it('that meets a bug leaves the cause in the log', async () => {
    await send({ method: 'POST', path: '/flows/F000000001/' })

    expect(server.lines).toMatchObject([
      {
        level: 50,
        operation: 'PrepareFlow',
        status: 500,
        err: { type: 'Error', message: 'A secret detail.: The disk is gone.', stack: expect.any(String) },
      },
    ])
  })
})
