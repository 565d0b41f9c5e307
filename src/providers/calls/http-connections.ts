import { Agent as HttpAgent, request as httpRequest } from 'node:http'
import type { ClientRequest, IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import type { Clock, Timer } from '../../lib/clock.ts'

/** Servers drop idle connections after 2 seconds or more: one that is given up earlier never loses a call. */
const idleSocketMs = 1_500
/** How long a connection may stay open once all that counts has arrived. */
const lingerMs = 1_000
/** Answers of status 1xx before the real one. */
const mostInterim = 100

/** One request, and who takes its answer. */
export interface HttpCall {
  readonly method: string
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  /** Empty: none. */
  readonly body: string | Uint8Array
  readonly signal: AbortSignal
  onHead(status: number, headers: IncomingHttpHeaders): Wish
  /** What it throws closes the connection and is what the post rejects with. */
  onChunk(chunk: Buffer): Wish
}

export type HttpPost = Omit<HttpCall, 'method'>

/** `enough`: all that counts is here, the rest may take a second. */
export type Wish = 'more' | 'enough'

/** How an answer ended: in order, or because the connection was lost. */
export type Ending = { readonly type: 'complete' } | { readonly type: 'lost'; readonly error: Error }

/**
 * Keep-alive connections for calls. Invariant 13: a call settles only when its socket is closed or, after an answer that
 * ended in order, free for the next; once the signal fired it rejects with the signal's reason. Redirects are not followed.
 */
export class HttpConnections {
  readonly #clock: Clock
  readonly #http = new HttpAgent({ keepAlive: true, timeout: idleSocketMs })
  readonly #https = new HttpsAgent({ keepAlive: true, timeout: idleSocketMs })

  constructor(clock: Clock) {
    this.#clock = clock
  }

  post(post: HttpPost): Promise<Ending> {
    return this.call({ ...post, method: 'POST' })
  }

  call(call: HttpCall): Promise<Ending> {
    return new Promise((resolve, reject) => {
      call.signal.throwIfAborted()
      const exchange = new Exchange(this.#request(call), call, this.#clock)
      exchange.released(() => {
        if (call.signal.aborted) reject(call.signal.reason)
        else if (exchange.thrown !== undefined) reject(exchange.thrown.reason)
        else resolve(exchange.ending)
      })
    })
  }

  [Symbol.dispose](): void {
    this.#http.destroy()
    this.#https.destroy()
  }

  #request({ method, url, headers, body }: HttpCall): ClientRequest {
    const length = Buffer.byteLength(body)
    const options = { method, headers: { ...headers, ...((length > 0 || method !== 'GET') && { 'content-length': length }) } }
    const request =
      url.protocol === 'https:'
        ? httpsRequest(url, { ...options, agent: this.#https })
        : httpRequest(url, { ...options, agent: this.#http })
    return request.end(body)
  }
}

/** One request and its answer, until the connection is released. */
class Exchange {
  /** What the taker of the answer threw. */
  thrown?: { readonly reason: unknown }
  readonly #request: ClientRequest
  readonly #call: HttpCall
  readonly #clock: Clock
  #response?: IncomingMessage
  #error?: Error
  #linger?: Timer
  #enough = false
  #interim = 0

  constructor(request: ClientRequest, call: HttpCall, clock: Clock) {
    this.#request = request
    this.#call = call
    this.#clock = clock
    request.on('error', (error) => (this.#error ??= error))
    request.once('response', (response) => this.#receive(response))
    request.on('information', () => {
      if (++this.#interim > mostInterim) request.destroy(new Error(`more than ${mostInterim} interim answers`))
    })
    call.signal.addEventListener('abort', this.#stop, { once: true })
  }

  get ending(): Ending {
    if (this.#enough || (this.#response?.complete === true && this.#error === undefined)) return { type: 'complete' }
    return { type: 'lost', error: this.#error ?? new Error('The connection was closed.') }
  }

  /** Calls back once: the request's own close follows its socket's, the response's close follows its last chunk. */
  released(callback: () => void): void {
    this.#request.once('close', () => {
      const release = (): void => {
        this.#linger?.cancel()
        this.#call.signal.removeEventListener('abort', this.#stop)
        callback()
      }
      if (this.#response === undefined || this.#response.closed) release()
      else this.#response.once('close', release)
    })
  }

  readonly #stop = (): void => {
    this.#request.destroy()
  }

  #receive(response: IncomingMessage): void {
    this.#response = response
    response.on('error', (error) => (this.#error ??= error))
    this.#take(() => this.#call.onHead(response.statusCode ?? 0, response.headers))
    response.on('data', (chunk: Buffer) => this.#take(() => this.#call.onChunk(chunk)))
  }

  #take(step: () => Wish): void {
    try {
      if (step() === 'more' || this.#enough) return
      this.#enough = true
      this.#linger = this.#clock.timer(lingerMs, () => this.#request.destroy())
    } catch (reason) {
      this.thrown ??= { reason }
      this.#request.destroy()
    }
  }
}
