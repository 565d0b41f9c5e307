import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Clock } from '../../lib/clock.ts'
import type { Ids } from '../../lib/ids.ts'
import { answerBrokenRequest } from './broken-request.ts'
import { lingerMs } from './inner-server.ts'
import type { FrontLimits, HttpHandler, InnerServer } from './inner-server.ts'

export interface Http1Options {
  readonly handle: HttpHandler
  readonly limits: FrontLimits
  readonly clock: Clock
  readonly ids: Ids
}

/** HTTP/1.1 behind the front, which has the port. */
export const http1Server = ({ handle, limits, clock, ids }: Http1Options): InnerServer => {
  const answering = new Set<ServerResponse>()
  const pipelined = new WeakMap<Socket, number>()
  let draining = false
  const take = (request: IncomingMessage, response: ServerResponse): void => {
    const { socket } = request
    const unanswered = (pipelined.get(socket) ?? 0) + 1
    // Whoever asks on and on and reads nothing would have all answers kept here.
    if (unanswered > limits.streams) {
      socket.destroy()
      return
    }
    pipelined.set(socket, unanswered)
    answering.add(response)
    response.shouldKeepAlive &&= !draining
    response.on('close', () => {
      answering.delete(response)
      pipelined.set(socket, (pipelined.get(socket) ?? 1) - 1)
      if (draining) setImmediate(() => server.closeIdleConnections())
    })
    handle(request, response)
  }
  const server = createServer({
    maxHeaderSize: limits.headerBytes,
    headersTimeout: Math.min(limits.headersMs, limits.requestMs),
    requestTimeout: limits.requestMs,
    keepAliveTimeout: limits.idleMs,
    connectionsCheckingInterval: Math.min(limits.headersMs, limits.requestMs, 5_000),
    // A missing Host is refused with the others that are not allowed.
    requireHostHeader: false,
  })
  // One more than there may be: what is over is refused, in place of being dropped.
  server.maxHeadersCount = limits.headers + 1
  server.on('request', take).on('checkExpectation', take)
  const broken = new WeakSet<Duplex>()
  server.on('clientError', ({ code }: NodeJS.ErrnoException, socket) => {
    // What else arrives is broken too; a socket cut while it does would take the answer with it.
    if (broken.has(socket)) return
    broken.add(socket)
    const midAnswer = answering.values().some((response) => response.socket === socket && response.headersSent)
    if (!socket.writable || midAnswer) socket.destroy()
    else answerBrokenRequest(code, socket, ids.uuid())
    clock.timer(lingerMs, () => socket.destroy())
  })
  // It never listens itself; without this event its time-outs would not run.
  server.emit('listening')
  return {
    accept: (socket) => server.emit('connection', socket),
    drain() {
      draining = true
      for (const response of answering) response.shouldKeepAlive = false
      server.close()
    },
  }
}
