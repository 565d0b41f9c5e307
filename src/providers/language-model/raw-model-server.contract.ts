import { once } from 'node:events'
import { createServer } from 'node:net'
import type { Socket } from 'node:net'

/** What it sends is written by hand, byte by byte, so that it can break off anywhere. */
export interface RawModelServer extends AsyncDisposable {
  readonly baseUrl: string
  /** The requests as they came over the wire. */
  readonly requests: readonly string[]
  openSockets(): number
}

/** Answers each request, once it is whole, by `answer`. */
export const startRawModelServer = async (answer: (socket: Socket) => unknown): Promise<RawModelServer> => {
  const requests: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    socket.on('error', () => {}) // the client destroys it at will
    let received = ''
    socket.on('data', (bytes) => {
      received += bytes.toString()
      const end = received.indexOf('\r\n\r\n')
      const length = Number(/content-length: (\d+)/i.exec(received)?.[1])
      if (end === -1 || received.length < end + 4 + length) return
      requests.push(received)
      received = ''
      answer(socket)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    requests,
    openSockets: () => sockets.size,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

/** The head of a stream whose end is the end of the connection. */
export const streamHead = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n'
/** The head of a stream of chunks. */
export const chunkedHead = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\ntransfer-encoding: chunked\r\n\r\n'
export const httpChunk = (text: string): string => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`
export const lastHttpChunk = '0\r\n\r\n'

export const textEvent = (content: string): string =>
  dataEvent({ id: 'chatcmpl-1', choices: [{ index: 0, delta: { content }, finish_reason: null }] })
export const finishEvent = (reason = 'stop'): string => dataEvent({ choices: [{ index: 0, delta: {}, finish_reason: reason }] })
export const dataEvent = (data: unknown): string => `data: ${JSON.stringify(data)}\n\n`
export const doneEvent = 'data: [DONE]\n\n'

export const plainAnswer = (status: number, body: string, headers = ''): string =>
  `HTTP/1.1 ${status} X\r\ncontent-type: application/json\r\n${headers}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
