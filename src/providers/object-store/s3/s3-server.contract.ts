import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { Socket } from 'node:net'
import { buffer } from 'node:stream/consumers'

/** One call, as it came over the wire. */
export interface SeenCall {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

export interface S3Server extends AsyncDisposable {
  readonly endpointUrl: string
  /** By their paths, as they are decoded: `/box/a b`. */
  readonly objects: Map<string, Buffer>
  readonly calls: readonly SeenCall[]
  /** Answers in place of the server, where it is set. */
  answer?: ((response: ServerResponse, call: SeenCall) => void) | undefined
  openSockets(): number
}

/** What S3 does with GetObject and PutObject in its path style, in as much as it takes to be read by the SDK. */
export const startS3Server = async (): Promise<S3Server> => {
  const objects = new Map<string, Buffer>()
  const calls: SeenCall[] = []
  const sockets = new Set<Socket>()
  const server = createServer((request, response) => {
    void (async () => {
      const { method = '', url = '', headers } = request
      const body = await buffer(request).catch(() => undefined)
      if (body === undefined) return // the client has gone
      const call = { method, path: decodeURIComponent(url.split('?')[0] ?? ''), headers, body }
      calls.push(call)
      response.setHeader('x-amz-request-id', `request ${calls.length}`)
      if (started.answer) started.answer(response, call)
      else answer(objects, response, call)
    })()
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    socket.on('error', () => {}) // the client destroys it at will
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const started: S3Server = {
    endpointUrl: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    objects,
    calls,
    openSockets: () => sockets.size,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
  return started
}

const answer = (objects: Map<string, Buffer>, response: ServerResponse, { method, path, headers, body }: SeenCall): void => {
  if (method === 'PUT') {
    objects.set(path, body)
    response.writeHead(200, { ETag: `"${body.length}"`, 'content-length': 0 }).end()
    return
  }
  const found = objects.get(path)
  if (found)
    response
      .writeHead(200, { ETag: `"${found.length}"`, 'content-length': found.length, 'content-type': headers.accept ?? 'text/plain' })
      .end(found)
  else refuse(response, 404, 'NoSuchKey', 'The specified key does not exist.')
}

/** S3's form of an error. */
export const refuse = (
  response: ServerResponse,
  status: number,
  code: string,
  message: string,
  headers: Record<string, string> = {},
): void => {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message><RequestId>R</RequestId></Error>`
  response.writeHead(status, { 'content-type': 'application/xml', 'content-length': Buffer.byteLength(body), ...headers }).end(body)
}
