import { AsyncLocalStorage } from 'node:async_hooks'
import type { IncomingHttpHeaders } from 'node:http'
import type { HttpHandler, HttpRequest, HttpResponse } from '@smithy/core/protocols'
import type { StreamedPost } from '../streamed-post.ts'

/** How the SDK sends what it has signed: by the post of the call that it is signed for. */
export class PostingHandler implements HttpHandler {
  readonly metadata = { handlerProtocol: 'http/1.1' }
  readonly #posts = new AsyncLocalStorage<StreamedPost>()

  /** Runs what calls the SDK; what it sends goes by `post`. */
  within<T>(post: StreamedPost, call: () => T): T {
    return this.#posts.run(post, call)
  }

  async handle({ protocol, hostname, port, path, headers, body }: HttpRequest): Promise<{ response: HttpResponse }> {
    const post = this.#posts.getStore()
    if (!post) throw new Error('A request of no call')
    const url = new URL(`${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}`)
    const answer = await post.send({ url, headers, body })
    return { response: { statusCode: answer.status, headers: single(answer.headers), body: answer.body } }
  }

  updateHttpClientConfig(): void {}

  httpHandlerConfigs(): object {
    return {}
  }
}

const single = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])))
