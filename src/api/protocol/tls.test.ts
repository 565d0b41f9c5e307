import { once } from 'node:events'
import { connect as http2Connect } from 'node:http2'
import { Agent, request } from 'node:https'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { connect as tlsConnect } from 'node:tls'
import type { ConnectionOptions, TLSSocket } from 'node:tls'
import { afterEach, describe, expect, it } from 'vitest'
import { makeCertificate } from '../../../test/make-certificate.ts'
import { systemClock } from '../../lib/clock.ts'
import { jsonAnswer } from './answer.ts'
import { front } from './front.ts'
import { httpApplication } from './http-application.ts'
import { defaultFrontLimits } from './inner-server.ts'
import type { FrontLimits } from './inner-server.ts'

let cleanUp = new AsyncDisposableStack()
afterEach(async () => {
  await cleanUp.disposeAsync()
  cleanUp = new AsyncDisposableStack()
})

const fail = (error: unknown): void => {
  throw error
}

const listen = async (changes: Partial<FrontLimits> = {}) => {
  const limits = { ...defaultFrontLimits, ...changes }
  const { ca, ...credentials } = makeCertificate()
  const answer = httpApplication(async ({ secure, address, path }) => jsonAnswer(200, { secure, address, path }), {
    clock: systemClock,
    limits,
    onError: fail,
  })
  const server = front({
    handle: answer,
    limits,
    clock: systemClock,
    ids: { uuid: () => 'R1', resource: () => '' },
    tls: credentials,
    onError: fail,
  })
  cleanUp.defer(() => server.close(0))
  return { server, ca, port: (await server.listen({ host: '127.0.0.1', port: 0 })).port }
}

const overHttp1 = async (port: number, ca: string): Promise<unknown> => {
  const call = request({ port, host: '127.0.0.1', path: '/one', ca }).end()
  const [answer] = await once(call, 'response')
  return JSON.parse(await text(answer))
}

const overHttp2 = async (port: number, ca: string): Promise<unknown> => {
  const session = http2Connect(`https://127.0.0.1:${port}`, { ca })
  const answer = await text(session.request({ ':path': '/two' }))
  session.close()
  return JSON.parse(answer)
}

const handshaken = async (options: ConnectionOptions & { port: number }): Promise<TLSSocket> => {
  const socket = tlsConnect({ host: '127.0.0.1', ...options })
  cleanUp.defer(() => void socket.destroy())
  await once(socket, 'secureConnect')
  return socket
}

const opened = async (port: number, bytes: string): Promise<Socket> => {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  cleanUp.defer(() => void socket.destroy())
  socket.on('error', () => {})
  await once(socket, 'connect')
  socket.write(bytes, 'latin1')
  return socket
}

describe('a port with a certificate', () => {
  it('speaks HTTP/1.1 and HTTP/2, and requests know that they are secure', async () => {
    const { port, ca } = await listen()

    const answers = await Promise.all([overHttp1(port, ca), overHttp2(port, ca)])

    expect(answers).toEqual([
      { secure: true, address: '127.0.0.1', path: '/one' },
      { secure: true, address: '127.0.0.1', path: '/two' },
    ])
  })

  it.each([
    [['h2', 'http/1.1'], 'h2'],
    [['http/1.1', 'h2'], 'h2'],
    [['http/1.1'], 'http/1.1'],
    [undefined, false],
  ])('agrees with a client that offers %j on %s', async (ALPNProtocols, agreed) => {
    const { port, ca } = await listen()

    const socket = await handshaken({ port, ca, ...(ALPNProtocols && { ALPNProtocols }) })

    expect(socket.alpnProtocol).toBe(agreed)
  })

  it('answers HTTP/1.1 to a client that offers no protocol, also when it sends byte by byte', async () => {
    const { port, ca } = await listen()
    const socket = await handshaken({ port, ca })

    for (const byte of 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n') {
      socket.write(byte)
      await new Promise(setImmediate)
    }

    expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
  })

  it.each([undefined, ['http/1.1']])('refuses HTTP/2 that was not agreed on, when %j was offered', async (ALPNProtocols) => {
    const { port, ca } = await listen()
    const socket = await handshaken({ port, ca, ...(ALPNProtocols && { ALPNProtocols }) })

    socket.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')

    expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/)
    expect(await overHttp2(port, ca)).toMatchObject({ path: '/two' })
  })

  it.each([
    ['TLS 1.1', { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const],
    ['no protocol of ours', { ALPNProtocols: ['spdy/3'] }],
  ])('takes no client that speaks %s', async (_, options) => {
    const { port, ca } = await listen()

    await expect(handshaken({ port, ca, ...options })).rejects.toThrow(/alert|no protocols/i)
    expect(await overHttp1(port, ca)).toMatchObject({ secure: true })
  })

  it.each([
    ['HTTP/1.1', 'GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['one letter', 'G'],
    ['a body as well', `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 300000\r\n\r\n${'x'.repeat(300_000)}`],
  ])('tells a client without TLS, that sends %s, what is missing', async (_, bytes) => {
    const { port } = await listen()

    const said = await text(await opened(port, bytes))

    expect(said).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/)
    expect(said).toContain('x-amzn-requestid: R1\r\n')
    expect(said.endsWith('{"message":"This port speaks TLS: write https:// in place of http://."}')).toBe(true)
  })

  it.each([
    ['nothing', ''],
    ['half a record', '\x16\x03\x01\x02'],
    ['no handshake', '\x16\x03\x01\x00\x05hello'],
    ['a record that is too long', `\x16\x03\x01\xff\xff${'x'.repeat(70_000)}`],
  ])('closes a connection that says %s, by its deadline', async (_, bytes) => {
    const { server, port, ca } = await listen({ sniffMs: 100 })
    const socket = await opened(port, bytes)

    expect(await text(socket).catch(() => '')).not.toContain('HTTP')
    socket.destroy()
    expect(await overHttp1(port, ca)).toMatchObject({ secure: true })
    await server.close(600_000)
  })

  it('closes a connection that says nothing after its handshake, by the same deadline', async () => {
    const { port, ca } = await listen({ sniffMs: 200 })
    const socket = await handshaken({ port, ca })

    expect(await text(socket).catch(() => '')).toBe('')
  })

  it('counts connections before their handshakes', async () => {
    const { port } = await listen({ connectionsPerAddress: 1 })
    await opened(port, '\x16\x03')

    expect(await text(await opened(port, '')).catch(() => '')).toBe('')
  })

  it('closes, whatever its connections wait for', async () => {
    const { server, port, ca } = await listen()
    const half = await opened(port, '\x16\x03')
    const silent = await handshaken({ port, ca })
    const agent = new Agent({ keepAlive: true, ca })
    const idle = request({ port, host: '127.0.0.1', agent }).end()
    const [answer] = await once(idle, 'response')
    await text(answer)
    const session = http2Connect(`https://127.0.0.1:${port}`, { ca })
    await once(session, 'remoteSettings')
    for (const each of [half, silent]) each.resume()

    await server.close(600_000)
    agent.destroy()
    session.destroy()
  })

  it('has another certificate for new connections as soon as it is given one, and the old connections go on', async () => {
    const { server, port, ca } = await listen()
    const session = http2Connect(`https://127.0.0.1:${port}`, { ca })
    cleanUp.defer(() => session.destroy())
    await once(session, 'remoteSettings')
    const { ca: newCa, ...renewed } = makeCertificate()

    server.renew(renewed)

    await expect(overHttp1(port, ca)).rejects.toThrow(/certificate|signature/)
    expect(await overHttp1(port, newCa)).toMatchObject({ path: '/one' })
    expect(JSON.parse(await text(session.request({ ':path': '/old' })))).toMatchObject({ path: '/old' })
  })
})
