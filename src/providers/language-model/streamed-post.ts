import type { ConverseOptions } from '../../flow/capabilities/language-model.ts'
import type { Call, Head } from './call-failure.ts'
import { connectionFailure, cutFailure, isStreamOf, refusal, tooLargeFailure } from './call-failure.ts'
import type { Ending, HttpConnections, HttpPost, Wish } from '../calls/http-connections.ts'
import { longestErrorBody, longestEvent } from './longest.ts'

/** The head of an answer that is a stream of the kind that was asked for, and its bytes as they arrive. */
export interface StreamedAnswer extends Head {
  readonly body: ReadableStream<Uint8Array>
}

/** What is asked of an answer. */
export interface Demands {
  readonly call: Call
  readonly contentType: string
  /** Bytes of text in one answer. */
  readonly answerBytes: number
  /** Looks at each chunk before its reader does. What it throws closes the connection. */
  readonly look: (chunk: Buffer) => void
  readonly now: () => number
}

/** A token of a few bytes comes in an event of a few hundred: so many bytes may be on the wire for each one of text. */
const wireBytesPerByte = 64

/**
 * One post whose answer a library reads. A library may end early, wrap an error or write into it, so that none of ours
 * reaches it: `released` tells when the connection is gone or free, `failure` why the answer does not count.
 */
export class StreamedPost {
  readonly #connections: HttpConnections
  readonly #listeners: Pick<ConverseOptions, 'signal' | 'onBytes'>
  readonly #demands: Demands
  readonly #cut = new AbortController()
  #sent = false
  #released: Promise<void> = Promise.resolve()
  #failure: { readonly reason: unknown } | undefined
  #lost = false
  #body: ReadableStreamDefaultController<Uint8Array> | undefined
  #wireBytes = 0

  constructor(connections: HttpConnections, listeners: Pick<ConverseOptions, 'signal' | 'onBytes'>, demands: Demands) {
    this.#connections = connections
    this.#listeners = listeners
    this.#demands = demands
  }

  /** Whether the request was on its way. */
  get sent(): boolean {
    return this.#sent
  }

  /** Whether a stream has begun. */
  get streams(): boolean {
    return this.#body !== undefined
  }

  /** Whether the connection broke. */
  get lost(): boolean {
    return this.#lost
  }

  /** Why the answer does not count, as far as the connection knows. */
  get failure(): { readonly reason: unknown } | undefined {
    return this.#failure
  }

  /** Resolves with the head of a stream, rejects when there is none. What nobody has read yet is kept: readers keep up. */
  send(request: Pick<HttpPost, 'url' | 'headers' | 'body'>): Promise<StreamedAnswer> {
    if (this.#sent) throw new Error('A post is sent once')
    this.#sent = true
    const { promise, resolve, reject } = Promise.withResolvers<StreamedAnswer>()
    const exchange = new Exchange(this.#demands)
    const end = (reason?: unknown): void => {
      if (reason !== undefined && !this.#cut.signal.aborted) this.#failure = { reason }
      const closed = new Error('The connection was closed.')
      if (!this.#body) reject(closed)
      else if (reason === undefined && !this.#cut.signal.aborted) this.#body.close()
      else this.#body.error(closed)
    }
    this.#released = this.#connections
      .post({
        ...request,
        signal: AbortSignal.any([this.#listeners.signal, this.#cut.signal]),
        onHead: (status, headers) => {
          const head = { status, headers }
          if (exchange.begin(head) === 'more') resolve({ ...head, body: this.#openBody() })
          return this.#body ? 'more' : 'enough'
        },
        onChunk: (chunk) => this.#take(exchange, chunk),
      })
      .then((ending) => {
        this.#lost = ending.type === 'lost'
        end(exchange.failureOf(ending))
      }, end)
    return promise
  }

  /** Resolves when the connection is free for the next, or gone. Never rejects. */
  released(): Promise<void> {
    return this.#released
  }

  /** Closes the connection, if it is not free yet. */
  cut(): Promise<void> {
    this.#cut.abort()
    return this.#released
  }

  #take(exchange: Exchange, chunk: Buffer): Wish {
    this.#listeners.onBytes(chunk.length)
    if (!this.#body) return exchange.readError(chunk)
    const { call, answerBytes, look } = this.#demands
    const most = wireBytesPerByte * answerBytes + longestEvent
    this.#wireBytes += chunk.length
    if (this.#wireBytes > most) throw tooLargeFailure(call, `${most} bytes (64 times limits.valueBytes)`)
    look(chunk)
    if (!this.#cut.signal.aborted) this.#body.enqueue(chunk)
    return 'more'
  }

  #openBody(): ReadableStream<Uint8Array> {
    return new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.#body = controller
      },
      cancel: () => this.cut(),
    })
  }
}

/** What came, as far as it says why there is no stream. */
class Exchange {
  readonly #demands: Demands
  readonly #decoder = new TextDecoder()
  #head?: Head
  #errorBody = ''

  constructor(demands: Demands) {
    this.#demands = demands
  }

  begin(head: Head): Wish {
    this.#head = head
    return this.#isStream(head) ? 'more' : 'enough'
  }

  readError(chunk: Buffer): Wish {
    if (this.#errorBody.length < longestErrorBody) this.#errorBody += this.#decoder.decode(chunk, { stream: true })
    return 'enough'
  }

  /** Nothing, where a stream came to the end of its connection. */
  failureOf(ending: Ending): unknown {
    const { call, contentType, now } = this.#demands
    const error = ending.type === 'lost' ? ending.error : undefined
    if (!this.#head) return error ? connectionFailure(call, error) : cutFailure(call)
    if (!this.#isStream(this.#head)) return refusal(call, this.#head, { contentType, body: this.#errorBody, now: now() })
    return error && cutFailure(call, error)
  }

  #isStream(head: Head): boolean {
    return isStreamOf(this.#demands.contentType, head)
  }
}
