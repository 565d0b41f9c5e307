import { once } from 'node:events'
import { connect as http2Connect } from 'node:http2'
import { connect } from 'node:net'
import { json, text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { systemClock } from '../../lib/clock.ts'
import { errorAnswer, jsonAnswer } from './answer.ts'
import { front } from './front.ts'
import { httpApplication } from './http-application.ts'
import { defaultFrontLimits } from './inner-server.ts'
import type { FrontLimits } from './inner-server.ts'

let cleanUp: AsyncDisposableStack
beforeEach(() => {
  cleanUp = new AsyncDisposableStack()
})
afterEach(() => cleanUp.disposeAsync())

const onError = (error: unknown): void => {
  throw error
}

/** A server whose every answer is far larger than what a connection buffers; `cut` resolves when one was given up. */
const largeAnswers = async (changes: Partial<FrontLimits>) => {
  const limits = { ...defaultFrontLimits, ...changes }
  const ids = { uuid: () => 'R1', resource: () => '' }
  const cut = Promise.withResolvers<void>()
  const application = httpApplication(async () => ({ status: 200, headers: {}, body: 'x'.repeat(50_000_000) }), {
    clock: systemClock,
    limits,
    onError: cut.reject,
  })
  const server = front({
    handle(request, response) {
      response.on('close', cut.resolve)
      application(request, response)
    },
    limits,
    clock: systemClock,
    ids,
    onError: cut.reject,
  })
  cleanUp.defer(() => server.close(0))
  return { port: (await server.listen({ host: '127.0.0.1', port: 0 })).port, cut: cut.promise }
}

it('an answer that nobody reads over HTTP/1.1 is given up', async () => {
  const { port, cut } = await largeAnswers({ answerMs: 100 })
  const socket = connect(port, '127.0.0.1').pause()
  cleanUp.defer(() => void socket.destroy())
  socket.on('error', () => {})

  socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n')

  await expect(cut).resolves.toBeUndefined()
})

it.each([
  ['after its deadline', { answerMs: 100 }],
  ['when the connection stands still', { idleMs: 100 }],
])('an answer that nobody reads over HTTP/2 is given up %s', async (_, limits) => {
  const { port, cut } = await largeAnswers(limits)
  const session = http2Connect(`http://127.0.0.1:${port}`, { settings: { initialWindowSize: 0 } })
  cleanUp.defer(() => session.destroy())
  session.on('error', () => {})
  await once(session, 'connect')

  session.request({ ':path': '/' }).on('error', () => {})

  await expect(cut).resolves.toBeUndefined()
})

/** A server that says whether it looks at a request. */
const listening = async (): Promise<number> => {
  const application = httpApplication(
    async ({ refusal }) =>
      refusal === undefined ? { status: 200, headers: {}, body: 'fine' } : errorAnswer(refusal, 'bedrock-agent', 'id'),
    { clock: systemClock, limits: defaultFrontLimits, onError: () => {} },
  )
  const ids = { uuid: () => 'R1', resource: () => '' }
  const server = front({ handle: application, limits: defaultFrontLimits, clock: systemClock, ids, onError: () => {} })
  cleanUp.defer(() => server.close(0))
  return (await server.listen({ host: '127.0.0.1', port: 0 })).port
}

const saying = async (request: string): Promise<string> => {
  const socket = connect(await listening(), '127.0.0.1')
  socket.write(request)
  return text(socket)
}

it.each([
  ['/flows/?name=%C3%A9', 'fine'],
  ['/flows/?name=é', '{"message":"The URL has a character that must be percent-encoded."}'],
  ['/flows/é', '{"message":"The URL has a character that must be percent-encoded."}'],
])('over HTTP/2 the path %s is answered %s', async (path, body) => {
  const session = http2Connect(`http://127.0.0.1:${await listening()}`)
  cleanUp.defer(() => session.destroy())

  expect(await text(session.request({ ':path': path }))).toBe(body)
})

it.each([
  ['as many headers as there may be', '/', 197, '200 OK', 'fine'],
  [
    'a header more',
    '/',
    198,
    '431 Request Header Fields Too Large',
    '{"message":"The request has more than 200 headers (server.headers)."}',
  ],
  [
    'thousands of headers',
    '/',
    4_000,
    '431 Request Header Fields Too Large',
    '{"message":"The headers of the request are too large or too many."}',
  ],
  ['as long a URL as it may be', `/${'x'.repeat(16_383)}`, 0, '200 OK', 'fine'],
  ['a longer one', `/${'x'.repeat(16_384)}`, 0, '414 URI Too Long', '{"message":"The URL is longer than 16384 bytes (server.urlBytes)."}'],
])('a request with %s is answered so', async (_, url, count, status, body) => {
  const said = await saying(`GET ${url} HTTP/1.1\r\nHost: a\r\nX: y\r\nConnection: close\r\n${'a: b\r\n'.repeat(count)}\r\n`)

  expect(said).toContain(`HTTP/1.1 ${status}\r\n`)
  expect(said.endsWith(`\r\n\r\n${body}`)).toBe(true)
})

it.each([
  ['127.0.0.1', '127.0.0.1', '127.0.0.1'],
  ['::', '127.0.0.1', '127.0.0.1'],
  ['::1', '::1', '[::1]'],
])('a request to %s has the address of its client, %s, over both versions of HTTP', async (host, address, named) => {
  const limits = defaultFrontLimits
  const told = httpApplication(async (request) => jsonAnswer(200, [request.address, request.secure]), {
    clock: systemClock,
    limits,
    onError,
  })
  const server = front({ handle: told, limits, clock: systemClock, ids: { uuid: () => 'R1', resource: () => '' }, onError })
  cleanUp.defer(() => server.close(0))
  const { port } = await server.listen({ host, port: 0 })
  const session = http2Connect(`http://${named}:${port}`)
  cleanUp.defer(() => session.destroy())

  const answers = await Promise.all([fetch(`http://${named}:${port}/`).then((answer) => answer.json()), json(session.request())])

  expect(answers).toEqual([
    [address, false],
    [address, false],
  ])
})
