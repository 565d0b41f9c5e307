import { constants, createServer } from 'node:http2'
import type { ServerHttp2Session, ServerHttp2Stream } from 'node:http2'
import type { Socket } from 'node:net'
import type { Clock } from '../../lib/clock.ts'
import { lingerMs } from './inner-server.ts'
import type { FrontLimits, HttpHandler, InnerServer } from './inner-server.ts'

/** HTTP/2 with prior knowledge behind the front, which has the port. */
export const http2Server = ({ handle, limits, clock }: { handle: HttpHandler; limits: FrontLimits; clock: Clock }): InnerServer => {
  const connections = new Set<Http2Connection>()
  const server = createServer({
    maxHeaderListPairs: limits.headers + pseudoHeaders,
    settings: { maxConcurrentStreams: limits.streams, maxHeaderListSize: limits.headerBytes, enablePush: false },
  })
  server.on('request', handle).on('checkContinue', (request, response) => {
    response.writeContinue()
    handle(request, response)
  })
  // The session has ended and with it what was in flight: nothing is left to do.
  server.on('sessionError', () => {})
  const track = (session: ServerHttp2Session, socket: Socket): void => {
    const connection: Http2Connection = { session, socket, streams: new Set() }
    connections.add(connection)
    session.on('close', () => connections.delete(connection))
    session.setTimeout(limits.idleMs, () => {
      if (connection.streams.size === 0) close(connection, clock)
      // Answers are ready, and nothing of them was taken all this time.
      else if (connection.streams.values().some(({ writableEnded, writableFinished }) => writableEnded && !writableFinished))
        session.destroy()
    })
    session.on('stream', (stream) => {
      connection.streams.add(stream)
      stream.on('close', () => connection.streams.delete(stream))
      cutWhenSlow(stream, limits.requestMs, clock)
    })
  }
  return {
    accept(socket) {
      // HTTP/1.1 may end its sending half first; over HTTP/2 that is a client which has gone.
      socket.on('end', () => socket.destroy())
      server.once('session', (session) => track(session, socket))
      server.emit('connection', socket)
    },
    drain() {
      for (const connection of connections) close(connection, clock)
    },
  }
}

/** `:method`, `:scheme`, `:authority` and `:path`. */
const pseudoHeaders = 4

interface Http2Connection {
  readonly session: ServerHttp2Session
  readonly socket: Socket
  readonly streams: Set<ServerHttp2Stream>
}

const close = ({ session, socket, streams }: Http2Connection, clock: Clock): void => {
  session.close()
  if (streams.size === 0) clock.timer(lingerMs, () => socket.destroy())
}

const cutWhenSlow = (stream: ServerHttp2Stream, requestMs: number, clock: Clock): void => {
  if (stream.endAfterHeaders) return
  const deadline = clock.timer(requestMs, () => stream.close(constants.NGHTTP2_CANCEL))
  stream.on('end', () => deadline.cancel()).on('close', () => deadline.cancel())
}
