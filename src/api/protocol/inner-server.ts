import type { Socket } from 'node:net'
import type { Readable } from 'node:stream'

/** How long a peer may take to read the end of a connection that is over before its socket is cut. */
export const lingerMs = 1_000

/** One HTTP version behind the front. */
export interface InnerServer {
  /** Speaks HTTP on a connection whose first bytes are back in its buffer. */
  accept(socket: Socket): void
  /** Closes idle connections now and the others after the requests in flight. */
  drain(): void
}

/** What the HTTP/1.1 and the HTTP/2 request have in common. */
export interface HttpRequest extends Readable {
  readonly method?: string | undefined
  readonly url?: string | undefined
  readonly headers: { readonly [name: string]: string | readonly string[] | undefined }
  /** Names and values in turns, doubles included. */
  readonly rawHeaders: readonly string[]
  readonly aborted: boolean
  readonly socket: { readonly remoteAddress?: string | undefined; readonly encrypted?: boolean }
}

/** What the HTTP/1.1 and the HTTP/2 response have in common. */
export interface HttpResponse {
  writeHead(status: number, headers: Record<string, string | number>): unknown
  /** `false`: nothing more is taken before `drain`. */
  write(piece: Uint8Array): boolean
  end(body: string): unknown
  on(event: 'close', listener: () => void): unknown
  once(event: 'drain', listener: () => void): unknown
  /** Of HTTP/1.1: over HTTP/2 they are on their way already. */
  flushHeaders?(): unknown
  /** Bytes that the client has not taken, as far as this process knows. */
  readonly writableLength: number
  destroy(): unknown
}

/** Must not throw. */
export type HttpHandler = (request: HttpRequest, response: HttpResponse) => void

/** Bounds of what anybody who reaches the port can make the server hold. */
export interface FrontLimits {
  readonly connections: number
  /** From one IP address, so that one client never takes all connections. */
  readonly connectionsPerAddress: number
  /** Of one request, its URL included. */
  readonly headerBytes: number
  /** How many headers a request may have. */
  readonly headers: number
  /** Of a request's path and query. */
  readonly urlBytes: number
  /** What request bodies hold while they arrive, all together. */
  readonly bodiesBytes: number
  /** Requests at a time on one connection, over HTTP/1.1 those that wait in line. */
  readonly streams: number
  /** From the connection to the first bytes, which tell HTTP/1.1 from HTTP/2. */
  readonly sniffMs: number
  /** From the first byte of a request to the end of its headers. HTTP/1.1 only. */
  readonly headersMs: number
  /** From the first byte of a request to the end of its body. */
  readonly requestMs: number
  /** From the end of an answer until the client has taken it: until then the server holds it. */
  readonly answerMs: number
  /** How long a client may take nothing of an answer that streams. */
  readonly stalledMs: number
  /** Between two requests of a connection; over HTTP/2 also while a client takes nothing of its answers. */
  readonly idleMs: number
}

export const defaultFrontLimits: FrontLimits = {
  connections: 20_000,
  connectionsPerAddress: 10_000,
  headerBytes: 32_768,
  headers: 200,
  urlBytes: 16_384,
  bodiesBytes: 100_663_296,
  streams: 100,
  sniffMs: 10_000,
  headersMs: 30_000,
  requestMs: 300_000,
  answerMs: 120_000,
  stalledMs: 60_000,
  idleMs: 65_000,
}
