import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import { buffer } from 'node:stream/consumers'

/** One call of the Invoke API, as it came over the wire. */
export interface Invocation {
  /** As it is decoded. */
  readonly url: URL
  readonly headers: IncomingMessage['headers']
  readonly clientContext: unknown
  readonly event: { readonly [name: string]: unknown }
}

export interface LambdaServer extends AsyncDisposable {
  readonly endpointUrl: string
  readonly invocations: readonly Invocation[]
  /** Calls that have no answer yet. */
  hanging(): number
  openSockets(): number
}

/** A server that speaks Lambda's Invoke API. */
export const startLambdaServer = async (answer: (invocation: Invocation, response: ServerResponse) => unknown): Promise<LambdaServer> => {
  const invocations: Invocation[] = []
  let [open, sockets] = [0, 0]
  const server = createServer((request, response) => {
    open++
    response.once('close', () => open--)
    void (async () => {
      const body = await buffer(request).catch(() => undefined)
      if (body === undefined) return // the client has gone
      const invocation = {
        url: new URL(decodeURIComponent(request.url ?? ''), 'http://lambda'),
        headers: request.headers,
        clientContext: JSON.parse(Buffer.from(String(request.headers['x-amz-client-context']), 'base64').toString()),
        event: JSON.parse(body.toString()),
      }
      invocations.push(invocation)
      response.setHeader('x-amzn-requestid', `request ${invocations.length}`)
      await answer(invocation, response)
    })()
  })
  server.on('connection', (socket) => {
    sockets++
    socket.once('close', () => sockets--)
    socket.on('error', () => {}) // the client destroys it at will
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    endpointUrl: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    invocations,
    hanging: () => open,
    openSockets: () => sockets,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

/** Lambda's form of an error. */
export const refuse = (response: ServerResponse, status: number, type: string, Message: string, headers: Record<string, string> = {}) =>
  response
    .writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': type, ...headers })
    .end(JSON.stringify({ Type: 'User', Message }))

/** A function that failed by itself. */
export const fail = (response: ServerResponse, failed: string, payload: string) =>
  response.writeHead(200, { 'x-amz-function-error': failed }).end(payload)
