import type { IncomingHttpHeaders } from 'node:http'
import type { Clock } from '../../lib/clock.ts'
import { HttpConnections } from '../calls/http-connections.ts'
import type { Ending, Wish } from '../calls/http-connections.ts'
import type { EndpointAnswer, EndpointOptions, FunctionEndpoint } from './function-endpoint.ts'
import { connectionFailure, malformedAnswer, statusFailure, tooLargeAnswer } from './function-failure.ts'

/** A server that takes a function's event as the body of a POST and answers what the function returns. */
export interface HttpFunctionOptions extends EndpointOptions {
  readonly url: string
  readonly apiKey?: string
  readonly clock: Clock
}

/** A stop closes the very socket. Time limits are the caller's: the signal. Redirects are not followed. */
export const httpFunction = ({ url, apiKey, clock, ...endpoint }: HttpFunctionOptions): FunctionEndpoint => {
  const connections = new HttpConnections(clock)
  const secrets = secretsOf(url, apiKey)
  return {
    async invoke({ functionArn, payload }, options) {
      const answer = new HttpAnswer(functionArn, { ...endpoint, secrets, now: () => clock.now() })
      const ending = await connections.post({
        url: new URL(url),
        headers: {
          accept: 'application/json',
          'content-type': 'application/json',
          'idempotency-key': options.idempotencyKey,
          'lambda-runtime-invoked-function-arn': functionArn,
          ...(apiKey !== undefined && { authorization: `Bearer ${apiKey}` }),
        },
        body: payload,
        signal: options.signal,
        onHead: (status, headers) => answer.begin(status, headers),
        onChunk(chunk) {
          options.onBytes(chunk.length)
          return answer.take(chunk)
        },
      })
      return answer.finish(ending)
    },
    async [Symbol.asyncDispose]() {
      connections[Symbol.dispose]()
    },
  }
}

interface Demands extends EndpointOptions {
  /** What is left out of the server's words. */
  readonly secrets: readonly string[]
  readonly now: () => number
}

/** Bytes of an error's body that are looked at. */
const longestErrorBody = 16_384

/** One answer as it arrives. */
class HttpAnswer {
  readonly #functionArn: string
  readonly #demands: Demands
  readonly #chunks: Buffer[] = []
  #bytes = 0
  #head: { readonly status: number; readonly headers: IncomingHttpHeaders } | undefined

  constructor(functionArn: string, demands: Demands) {
    this.#functionArn = functionArn
    this.#demands = demands
  }

  begin(status: number, headers: IncomingHttpHeaders): Wish {
    this.#head = { status, headers }
    return this.#succeeds ? 'more' : 'enough'
  }

  take(chunk: Buffer): Wish {
    if (!this.#succeeds) {
      if (this.#bytes < longestErrorBody) this.#keep(chunk)
      return 'enough'
    }
    if (this.#bytes + chunk.length > this.#demands.answerBytes) throw tooLargeAnswer(this.#functionArn, this.#demands)
    this.#keep(chunk)
    return 'more'
  }

  finish(ending: Ending): EndpointAnswer {
    const { setting, secrets, now } = this.#demands
    if (!this.#head || (this.#succeeds && ending.type === 'lost')) throw connectionFailure(this.#functionArn, setting, lostTo(ending))
    if (!this.#succeeds) {
      const says = secrets.reduce((text, secret) => text.replaceAll(secret, '[key]'), Buffer.concat(this.#chunks).toString())
      throw statusFailure(this.#functionArn, setting, { ...this.#head, says, now: now() })
    }
    const requestId = this.#head.headers['x-amzn-requestid'] ?? this.#head.headers['x-request-id']
    return { payload: this.#text(), ...(typeof requestId === 'string' && requestId !== '' && { requestId: requestId.slice(0, 256) }) }
  }

  get #succeeds(): boolean {
    const status = this.#head?.status ?? 0
    return status >= 200 && status < 300
  }

  #keep(chunk: Buffer): void {
    this.#chunks.push(chunk)
    this.#bytes += chunk.length
  }

  #text(): string {
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(this.#chunks))
    } catch (cause) {
      throw malformedAnswer(this.#functionArn, 'text that is not UTF-8', cause)
    }
  }
}

/** Some servers take their key in the URL, and say back what they do not know: as it stands there, and decoded. */
const secretsOf = (url: string, apiKey: string | undefined): readonly string[] => {
  const { search, searchParams } = new URL(url)
  const written = search.split(/[?&]/).map((parameter) => parameter.slice(parameter.indexOf('=') + 1))
  return [...new Set([...(apiKey === undefined ? [] : [apiKey]), ...written, ...searchParams.values()])].filter(
    (secret) => secret === apiKey || secret.length >= shortestSecret,
  )
}

/** Shorter values of a query are words such as `true`. */
const shortestSecret = 8

const lostTo = (ending: Ending): Error => (ending.type === 'lost' ? ending.error : new Error('There was no answer.'))
