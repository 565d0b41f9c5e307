import { once } from 'node:events'
import { Agent, request as http1Request } from 'node:http'
import { connect as http2Connect } from 'node:http2'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../lib/clock.ts'
import { front } from './front.ts'
import type { Front } from './front.ts'
import { defaultFrontLimits } from './inner-server.ts'
import type { FrontLimits, HttpHandler } from './inner-server.ts'

const hello: HttpHandler = async (request, response) => {
  request.on('error', () => {})
  const body = await text(request).catch(() => 'cut')
  response.writeHead(200, { 'content-type': 'text/plain' })
  response.end(`${request.method} ${request.url} ${body}`)
}

const opened: Front[] = []
const sockets: Socket[] = []
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  await Promise.all(opened.splice(0).map((each) => each.close(0)))
})

const listen = async (handle: HttpHandler = hello, limits: Partial<FrontLimits> = {}) => {
  const errors: Error[] = []
  const ids = { uuid: () => 'R1', resource: () => '' }
  const server = front({
    handle,
    limits: { ...defaultFrontLimits, ...limits },
    clock: systemClock,
    ids,
    onError: (error) => errors.push(error),
  })
  opened.push(server)
  const { port } = await server.listen({ host: '127.0.0.1', port: 0 })
  return { server, port, url: `http://127.0.0.1:${port}`, errors }
}

/** Stays half open, as a client does that ignores what the server says. */
const open = async (port: number, bytes: string): Promise<Socket> => {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  sockets.push(socket)
  socket.on('error', () => {})
  await once(socket, 'connect')
  socket.write(bytes, 'latin1')
  return socket
}

/** All that the server says until it ends the connection. */
const ending = async (socket: Socket): Promise<string> => text(socket).catch(() => '')
const ended = async (socket: Socket): Promise<void> => {
  const { promise, resolve } = Promise.withResolvers<void>()
  socket.on('end', resolve).on('close', resolve).resume()
  if (!socket.destroyed && !socket.readableEnded) await promise
}

const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'
const emptySettings = '\x00\x00\x00\x04\x00\x00\x00\x00\x00'

const callHttp2 = async (url: string, path: string, body: string): Promise<string> => {
  const session = http2Connect(url)
  const closed = once(session, 'close')
  const stream = session.request({ ':method': 'POST', ':path': path })
  stream.end(body)
  const answer = await text(stream)
  session.close()
  await closed
  return answer
}

describe('the front', () => {
  it('speaks HTTP/1.1 and HTTP/2 on one port', async () => {
    const { url } = await listen()

    const answers = await Promise.all([
      fetch(`${url}/one`, { method: 'POST', body: 'x' }).then((answer) => answer.text()),
      callHttp2(url, '/two', 'y'),
    ])

    expect(answers).toEqual(['POST /one x', 'POST /two y'])
  })

  it('tells the two apart when the first bytes come one by one', async () => {
    const { port } = await listen()
    const socket = await open(port, '')

    for (const byte of 'PUT / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n') {
      socket.write(byte)
      await new Promise(setImmediate)
    }

    expect(await ending(socket)).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
  })

  it('keeps a connection for the next request and answers requests sent together in order', async () => {
    const { port } = await listen()
    const socket = await open(port, 'GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')

    const said = await ending(socket)

    expect(said.match(/GET \/\d/g)).toEqual(['GET /1', 'GET /2'])
  })

  it.each([
    ['no HTTP', 'hello\r\n\r\n', '400 Bad Request', 'The request is not well-formed HTTP.'],
    ['TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', '400 Bad Request', 'The request is not well-formed HTTP.'],
    [
      'two lengths',
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
      '400 Bad Request',
      'The request is not well-formed HTTP.',
    ],
    [
      'a length and chunks',
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
      '400 Bad Request',
      'The request is not well-formed HTTP.',
    ],
    [
      'headers that are too large',
      `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`,
      '431 Request Header Fields Too Large',
      'The headers of the request are too large or too many.',
    ],
  ])('refuses %s with an answer of its own and ends the connection', async (_, bytes, status, message) => {
    const { server, port } = await listen()

    const said = await ending(await open(port, bytes))

    expect(said).toContain(`HTTP/1.1 ${status}\r\n`)
    expect(said).toContain('x-amzn-requestid: R1\r\n')
    expect(said.endsWith(JSON.stringify({ message }))).toBe(true)
    await server.close(600_000)
  })

  it.each([
    ['nothing', ''],
    ['half a preface', 'PRI * HTT'],
    ['a preface and no more', preface],
    ['an idle HTTP/2 session', preface + emptySettings],
    ['half of HTTP/1.1 headers', 'GET / HTTP/1.1\r\nHos'],
    ['half of an HTTP/1.1 body', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc'],
    ['an HTTP/1.1 request, then nothing', 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['garbage in HTTP/2', preface + 'x'.repeat(100)],
  ])('ends a connection by its deadline after %s', async (_, bytes) => {
    const { server, port } = await listen(hello, { sniffMs: 50, headersMs: 50, requestMs: 50, idleMs: 50 })

    await ended(await open(port, bytes))
    await server.close(600_000)
  })

  it('resets an HTTP/2 request whose body does not come', async () => {
    const { url } = await listen(hello, { requestMs: 50 })
    const session = http2Connect(url)
    const stream = session.request({ ':method': 'POST' })
    stream.on('error', () => {})

    await once(stream, 'close')

    expect(stream.rstCode).toBe(8)
    session.destroy()
  })

  it('takes no more connections than it may', async () => {
    const { port } = await listen(hello, { connections: 1 })
    await open(port, 'GET /')

    const second = await open(port, '')

    expect(await ending(second)).toBe('')
  })

  it('takes no more connections from one address than it may, and others from elsewhere', async () => {
    const { port } = await listen(hello, { connectionsPerAddress: 1 })
    const first = await open(port, 'GET /')
    const second = await open(port, '')

    expect(await ending(second)).toBe('')
    first.destroy()
    await expect.poll(() => fetch(`http://127.0.0.1:${port}/`).then(({ status }) => status, String)).toBe(200)
  })

  it('refuses to listen on a port that is taken', async () => {
    const { port } = await listen()
    const second = front({
      handle: hello,
      limits: defaultFrontLimits,
      clock: systemClock,
      ids: { uuid: () => '', resource: () => '' },
      onError() {},
    })

    await expect(second.listen({ host: '127.0.0.1', port })).rejects.toThrow('EADDRINUSE')
    await second.close(0)
  })
})

describe('closing the front', () => {
  it.each([
    ['a connection that says nothing', ''],
    ['half a preface', 'PRI * HTT'],
    ['a kept HTTP/1.1 connection', 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['an idle HTTP/2 session', preface + emptySettings],
  ])('closes %s although the grace is long', async (_, bytes) => {
    const { server, port } = await listen()
    const socket = await open(port, bytes)
    if (bytes.startsWith('GET') || bytes.startsWith(preface)) await once(socket, 'data')

    await server.close(600_000)

    await ended(socket)
  })

  it.each([
    ['half of HTTP/1.1 headers', 'GET / HTTP/1.1\r\nHos'],
    ['half of an HTTP/1.1 body', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc'],
  ])('cuts %s after the grace', async (_, bytes) => {
    const { server, port } = await listen()
    const socket = await open(port, bytes)
    await new Promise((resolve) => setTimeout(resolve, 20))

    await server.close(20)

    await ended(socket)
  })

  it('lets requests in flight finish over HTTP/1.1 and HTTP/2, and keeps no connection after them', async () => {
    const arrived = Promise.withResolvers<void>()
    const go = Promise.withResolvers<void>()
    let waiting = 0
    const { server, url, port } = await listen(async (_, response) => {
      if (++waiting === 2) arrived.resolve()
      await go.promise
      response.writeHead(200, {})
      response.end('done')
    })
    const agent = new Agent({ keepAlive: true })
    const one = new Promise<string>((resolve, reject) => {
      http1Request({ port, host: '127.0.0.1', agent }, (answer) => text(answer).then(resolve, reject))
        .on('error', reject)
        .end()
    })
    const two = callHttp2(url, '/', '')
    await arrived.promise

    const closed = server.close(600_000)
    go.resolve()

    expect(await Promise.all([one, two])).toEqual(['done', 'done'])
    await closed
    agent.destroy()
  })

  it('takes no request any more', async () => {
    const { server, url } = await listen()

    await server.close(0)

    await expect(fetch(url)).rejects.toThrow('fetch failed')
  })

  it('happens once, also when it is asked for twice or before listening', async () => {
    const { server } = await listen()
    const never = front({
      handle: hello,
      limits: defaultFrontLimits,
      clock: systemClock,
      ids: { uuid: () => '', resource: () => '' },
      onError() {},
    })

    await Promise.all([server.close(0), server.close(0), never.close(0)])
  })
})
