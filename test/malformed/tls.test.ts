import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { connect } from 'node:tls'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { MadeCertificate } from '../make-certificate.ts'
import { makeCertificate } from '../make-certificate.ts'
import type { AttackedServer } from './attacked-server.ts'
import { startAttackedServer } from './attacked-server.ts'
import { rawConnection, said } from './raw-connection.ts'

let server: AttackedServer
let certificate: MadeCertificate
let hello: Buffer
beforeAll(async () => {
  certificate = makeCertificate()
  server = await startAttackedServer({ firstBytesSeconds: 2, idleSeconds: 2 }, certificate)
  hello = await clientHello()
})
afterAll(() => server[Symbol.asyncDispose]())

/** What a client of TLS says first. */
const clientHello = async (): Promise<Buffer> => {
  const listener = createServer()
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const { port } = listener.address() as AddressInfo
  const client = connect({ port, host: '127.0.0.1', ALPNProtocols: ['h2', 'http/1.1'] })
  client.on('error', () => {})
  const [socket] = (await once(listener, 'connection')) as [Socket]
  const [bytes] = (await once(socket, 'data')) as [Buffer]
  client.destroy()
  socket.destroy()
  listener.close()
  return bytes
}

it('handshakes of which random bytes are changed are refused or closed, and hurt nobody', async () => {
  const changed = Array.from({ length: 200 }, () => {
    const bytes = Buffer.from(hello)
    for (let change = 0; change < 3; change++) bytes[1 + (randomBytes(2).readUInt16BE() % (bytes.length - 1))] = randomBytes(1)[0] ?? 0
    return bytes
  })

  const answers = await Promise.all(changed.map((bytes) => said(server.port, bytes)))

  expect(answers.filter((answer) => answer.includes('HTTP/1.1'))).toEqual([])
  await server.unhurt()
})

it.each([
  ['half a handshake', () => hello.subarray(0, hello.length / 2)],
  ['a handshake, and nothing more', () => hello],
  ['a handshake, then random bytes', () => Buffer.concat([hello, randomBytes(100_000)])],
  ['records without end', () => Buffer.concat(Array.from({ length: 20_000 }, () => Buffer.from([22, 3, 3, 0, 1, 1])))],
  ['empty records', () => Buffer.concat(Array.from({ length: 20_000 }, () => Buffer.from([22, 3, 3, 0, 0])))],
  ['an alert', () => Buffer.from([21, 3, 3, 0, 2, 2, 40])],
])('%s: the connection is closed by its deadline', async (_, bytes) => {
  await said(server.port, bytes())

  await server.unhurt()
})

it('a thousand handshakes that go nowhere take the place of nobody', async () => {
  const sockets = await Promise.all(Array.from({ length: 1_000 }, () => rawConnection(server.port)))
  for (const socket of sockets) socket.write(hello.subarray(0, 100))

  await server.unhurt()
  for (const socket of sockets) socket.destroy()
})

it('who cuts the connection in the middle of a request hurts nobody', async () => {
  for (let time = 0; time < 50; time++) {
    const socket = connect({ port: server.port, host: '127.0.0.1', ca: certificate.ca })
    await once(socket, 'secureConnect')
    socket.on('error', () => {})
    socket.write('POST /flows/ HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{')
    if (time % 2 === 0) await new Promise(setImmediate)
    socket.destroy()
  }

  await server.unhurt()
})

it('garbage inside TLS is answered as it is without', async () => {
  const socket = connect({ port: server.port, host: '127.0.0.1', ca: certificate.ca })
  await once(socket, 'secureConnect')
  socket.end('garbage\r\n\r\n')

  expect(await text(socket)).toContain('HTTP/1.1 400 ')
  await server.unhurt()
})
