import type { Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { signature } from '../fire/client.ts'
import { startAttackedServer } from './attacked-server.ts'
import { head, rawConnection } from './raw-connection.ts'

const connections = (port: number, count: number): Promise<readonly Socket[]> =>
  Promise.all(Array.from({ length: count }, () => rawConnection(port)))
const signed = Object.entries(signature()).map(([name, value]) => `${name}: ${value}\r\n`)
const upload = (sizeBytes: number): string => `POST /flows/ HTTP/1.1\r\nHost: a\r\nContent-Length: ${sizeBytes}\r\n${signed.join('')}\r\n`

it.each([
  ['a header a moment', 'GET /flows/ HTTP/1.1\r\nHost: a\r\n', 'X: y\r\n'],
  ['a byte of a body a moment', upload(1_000), ' '],
])('clients that send %s do not stop the others, and are ended by the deadline', async (_, first, piece) => {
  await using server = await startAttackedServer({ headersSeconds: 2, requestSeconds: 2 })
  const sockets = await connections(server.port, 500)
  const answers = sockets.map((socket) => text(socket).catch(() => ''))
  for (const socket of sockets) socket.write(first)

  const sending = setInterval(() => {
    for (const socket of sockets) if (socket.writable) socket.write(piece)
  }, 100)
  await server.unhurt()

  const said = await Promise.all(answers)
  clearInterval(sending)
  for (const socket of sockets) socket.destroy()
  expect(said.filter((answer) => answer !== '' && !answer.startsWith('HTTP/1.1 408 '))).toEqual([])
  expect(said.some((answer) => answer.startsWith('HTTP/1.1 408 '))).toBe(true)
})

it('large bodies that stand still give way to each other, and small ones are read', async () => {
  await using server = await startAttackedServer({ bodiesBytes: 33_554_432 })
  const sockets = await connections(server.port, 20)
  const throttled: string[] = []
  for (const socket of sockets) socket.on('data', (bytes) => throttled.push(/^HTTP\/1\.1 \d+/.exec(String(bytes))?.[0] ?? ''))
  const body = Buffer.alloc(10_000_000, ' ')

  for (const socket of sockets) {
    socket.write(upload(body.length + 1))
    await new Promise((taken) => socket.write(body, taken))
  }
  const small = await fetch(`${server.endpoint}/flows/`, {
    method: 'POST',
    headers: signature(),
    body: `{"name":"${'x'.repeat(100_000)}"}`,
  })

  await expect.poll(() => throttled.length).toBeGreaterThanOrEqual(15)
  expect(new Set(throttled)).toEqual(new Set(['HTTP/1.1 429']))
  expect(small.status).toBe(400)
  await server.unhurt()
  for (const socket of sockets) socket.destroy()
})

it('a client that closes its half after the request gets its answer', async () => {
  await using server = await startAttackedServer()
  const socket = await rawConnection(server.port)

  socket.end(head('GET', '/healthz'))

  expect(await text(socket)).toContain('HTTP/1.1 200 OK')
})

it('clients that close their half, or all, in the middle of a request leave nothing behind', async () => {
  await using server = await startAttackedServer({ idleSeconds: 1 })
  const sockets = await connections(server.port, 300)

  for (const [at, socket] of sockets.entries()) {
    socket.write(upload(1_000).slice(0, 20 + at))
    if (at % 3 === 0) socket.end()
    else if (at % 3 === 1) socket.destroy()
    else socket.resetAndDestroy()
  }

  await server.unhurt()
  await Promise.all(sockets.filter(({ destroyed }) => !destroyed).map((socket) => text(socket).catch(() => '')))
  for (const socket of sockets) socket.destroy()
})

it('connections beyond the limit are closed, and there is room again when others have gone', async () => {
  await using server = await startAttackedServer({ connections: 50 })
  const sockets = await connections(server.port, 80)
  const closed: Socket[] = []
  for (const socket of sockets)
    socket
      .on('close', () => closed.push(socket))
      .on('end', () => socket.destroy())
      .resume()

  await expect.poll(() => closed.length).toBeGreaterThanOrEqual(30)
  for (const socket of sockets) socket.destroy()

  await expect
    .poll(() =>
      server.unhurt().then(
        () => 'served',
        () => 'refused',
      ),
    )
    .toBe('served')
})

it('a client that asks over and over and reads nothing is closed', async () => {
  await using server = await startAttackedServer({ answerSeconds: 2 })
  const socket = await rawConnection(server.port)
  const request = `GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n`.repeat(1_000)

  let sent = 0
  while (sent < 1_000 && !socket.destroyed && socket.write(request)) sent++

  await expect.poll(() => socket.destroyed || socket.resume().readableEnded).toBe(true)
  await server.unhurt()
})
