import type { Clock, Timer } from '../../lib/clock.ts'
import { requestHost } from '../auth/host.ts'
import { SerializationException } from '../../contract/exceptions.ts'
import type { Answer } from './answer.ts'
import { bodyRoom } from './body-room.ts'
import type { BodyRoom } from './body-room.ts'
import type { FrontLimits, HttpHandler, HttpRequest } from './inner-server.ts'
import { readBody } from './read-body.ts'
import { sendStream } from './send-stream.ts'

/** A request as AWS's protocol sees it, whatever version of HTTP brought it. */
export interface Request {
  readonly method: string
  /** Still percent-encoded. */
  readonly path: string
  readonly query: URLSearchParams
  /** As it was sent, without its question mark. */
  readonly rawQuery: string
  /** `undefined`: the request names none, or several. */
  readonly host: string | undefined
  readonly header: (name: string) => string | undefined
  /** Names and values in turns, as they were sent. */
  readonly rawHeaders: readonly string[]
  /** The client's IP address, or its proxy's; an IPv4 address is written as one. `undefined`: the client has gone. */
  readonly address: string | undefined
  /** Whether it came over TLS. */
  readonly secure: boolean
  /** Why it is not looked at any further. */
  readonly refusal: SerializationException | undefined
  /** At most once. @throws RequestEntityTooLargeException @throws ThrottlingException @throws SerializationException */
  body(limitBytes: number): Promise<Uint8Array>
}

/** Carries requests and answers between the HTTP servers and what answers them, which never rejects. */
export const httpApplication = (answer: (request: Request) => Promise<Answer>, options: HttpApplicationOptions): HttpHandler =>
  carrier(answer, options, bodyRoom(options.limits.bodiesBytes))

const carrier =
  (answer: (request: Request) => Promise<Answer>, { clock, limits, onError }: HttpApplicationOptions, room: BodyRoom): HttpHandler =>
  async (message, response) => {
    // What goes wrong on the way is told by `aborted` and by `close`; without a listener it would end the process.
    message.on('error', () => {})
    const gone = new AbortController()
    let deadline: Timer | undefined
    response.on('close', () => {
      gone.abort()
      deadline?.cancel()
    })
    const { status, headers, body } = await answer(requestOf(message, limits, room))
    if (typeof body === 'function') {
      if (!gone.signal.aborted) {
        response.writeHead(status, headers)
        response.flushHeaders?.()
      }
      try {
        await sendStream(response, body, { gone: gone.signal, clock, stalledMs: limits.stalledMs })
      } catch (error) {
        if (gone.signal.aborted) return
        onError(error)
        response.destroy()
        return
      }
    } else {
      if (gone.signal.aborted) return
      response.writeHead(status, status === 204 ? headers : { ...headers, 'content-length': Buffer.byteLength(body) })
      response.end(body)
    }
    deadline = clock.timer(limits.answerMs, () => response.destroy())
  }

export interface HttpApplicationOptions {
  readonly clock: Clock
  readonly limits: RequestLimits & Pick<FrontLimits, 'answerMs' | 'stalledMs' | 'bodiesBytes'>
  /** Told of a stream that broke off by a bug. */
  readonly onError: (error: unknown) => void
}

type RequestLimits = Pick<FrontLimits, 'headers' | 'headerBytes' | 'urlBytes'>

const requestOf = (message: HttpRequest, limits: RequestLimits, room: BodyRoom): Request => {
  const { method = '', url = '', rawHeaders, socket } = message
  const queryAt = url.indexOf('?')
  const rawQuery = queryAt === -1 ? '' : url.slice(queryAt + 1)
  const header = (name: string): string | undefined => {
    const value = message.headers[name]
    return typeof value === 'string' ? value : value?.join(', ')
  }
  return {
    method,
    path: queryAt === -1 ? url : url.slice(0, queryAt),
    query: new URLSearchParams(rawQuery),
    rawQuery,
    host: requestHost({
      authority: header(':authority'),
      host: rawHeaders.filter((_, at) => rawHeaders[at - 1]?.toLowerCase() === 'host' && at % 2 === 1),
    }),
    header,
    rawHeaders,
    address: socket.remoteAddress?.replace(/^::ffff:(?=[\d.]+$)/i, ''),
    secure: socket.encrypted === true,
    body: (limitBytes) => readBody(message, limitBytes, room),
    refusal: refusalOf(message, limits),
  }
}

const refusalOf = (
  { url = '', rawHeaders }: HttpRequest,
  { headers, headerBytes, urlBytes }: RequestLimits,
): SerializationException | undefined => {
  if (url.length > urlBytes)
    return new SerializationException(`The URL is longer than ${urlBytes} bytes (server.urlBytes).`, { status: 414 })
  // Over HTTP/1.1 Node refuses it. It and its escapes are signed alike, and read otherwise.
  if (/[^!-~]/.test(url)) return new SerializationException('The URL has a character that must be percent-encoded.')
  if (rawHeaders.filter((name, at) => at % 2 === 0 && !name.startsWith(':')).length > headers)
    return new SerializationException(`The request has more than ${headers} headers (server.headers).`, { status: 431 })
  // An HTTP/2 client learns of this bound with the settings, and may ask before.
  if (rawHeaders.reduce((size, piece) => size + piece.length, 0) > headerBytes)
    return new SerializationException(`The headers are larger than ${headerBytes} bytes (server.headerBytes).`, { status: 431 })
  return undefined
}
