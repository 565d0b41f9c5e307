import { AsyncLocalStorage } from 'node:async_hooks'
import type { IncomingHttpHeaders } from 'node:http'
import type { HttpHandler, HttpRequest, HttpResponse } from '@smithy/core/protocols'
import { buildQueryString } from '@smithy/core/protocols'
import type { HttpCall } from './http-connections.ts'

/** What the SDK has signed. */
export type SignedRequest = Pick<HttpCall, 'method' | 'url' | 'headers' | 'body'>

/** What the SDK is given to read. */
export interface SdkAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: ReadableStream<Uint8Array>
}

/** One call's way over our connections. */
export interface Sender {
  send(request: SignedRequest): Promise<SdkAnswer>
}

/** How an AWS SDK sends what it has signed: by the sender of the call that it is signed for. */
export class SdkHandler implements HttpHandler {
  readonly metadata = { handlerProtocol: 'http/1.1' }
  readonly #senders = new AsyncLocalStorage<Sender>()

  /** Runs what calls the SDK; what it sends goes by `sender`. */
  within<T>(sender: Sender, call: () => T): T {
    return this.#senders.run(sender, call)
  }

  async handle({ method, protocol, hostname, port, path, query, headers, body }: HttpRequest): Promise<{ response: HttpResponse }> {
    const sender = this.#senders.getStore()
    if (!sender) throw new Error('A request of no call')
    const asked = buildQueryString(query)
    const url = new URL(`${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}${asked === '' ? '' : `?${asked}`}`)
    const answer = await sender.send({ method, url, headers, body: body ?? '' })
    return { response: { statusCode: answer.status, headers: single(answer.headers), body: answer.body } }
  }

  updateHttpClientConfig(): void {}

  httpHandlerConfigs(): object {
    return {}
  }
}

const single = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])))
