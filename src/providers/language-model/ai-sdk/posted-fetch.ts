import type { ConverseRequest } from '../../../flow/capabilities/language-model.ts'
import { NodeError } from '../../../flow/node-error.ts'
import type { JsonObject } from '../../../lib/json.ts'
import { isJsonObject } from '../../../lib/json.ts'
import type { Call } from '../call-failure.ts'
import { malformedFailure } from '../call-failure.ts'
import type { StreamedAnswer, StreamedPost } from '../streamed-post.ts'
import { withFields } from '../with-fields.ts'

interface Posting {
  readonly call: Call
  /** What the author set, in the vendor's form: the AI SDK may leave it out. */
  readonly settings: JsonObject
  /** The prompt's own fields, for the body. */
  readonly fields: ConverseRequest['additionalModelRequestFields']
}

/** `fetch` for one call of a model, over its post. */
export class PostedFetch {
  /** Why nothing was sent. The AI SDK may wrap what `fetch` throws. */
  refused?: NodeError
  /** The vendor's id of the request. */
  requestId?: string
  readonly #post: StreamedPost
  readonly #posting: Posting

  constructor(post: StreamedPost, posting: Posting) {
    this.#post = post
    this.#posting = posting
  }

  readonly fetch: typeof globalThis.fetch = async (target, init) => {
    // Google's models ask again by themselves for what goes on: as often as a server wants.
    if (this.#post.sent) throw this.#refuse(malformedFailure(this.#posting.call, 'half an answer that wants another request'))
    const answer = await this.#post.send({
      url: new URL(target instanceof Request ? target.url : target),
      headers: Object.fromEntries(new Headers(init?.headers)),
      body: this.#body(init?.body),
    })
    const requestId = requestIdOf(answer)
    if (requestId !== undefined) this.requestId = requestId
    return new Response(answer.body, { headers: { 'content-type': 'text/event-stream' } })
  }

  #body(body: RequestInit['body']): string {
    const json = typeof body === 'string' ? JSON.parse(body) : undefined
    if (!isJsonObject(json)) throw new Error('A model of the AI SDK sends an object')
    const { settings, fields } = this.#posting
    try {
      return JSON.stringify(withFields(overlaid(json, settings), fields))
    } catch (error) {
      throw this.#refuse(error)
    }
  }

  #refuse(error: unknown): unknown {
    if (error instanceof NodeError) this.refused = error
    return error
  }
}

/** Objects are merged, all else is replaced. */
const overlaid = (body: JsonObject, settings: JsonObject): JsonObject => ({
  ...body,
  ...Object.fromEntries(
    Object.entries(settings).map(([name, value]) => {
      const before = body[name]
      return [name, isJsonObject(before) && isJsonObject(value) ? overlaid(before, value) : value]
    }),
  ),
})

const requestIdOf = ({ headers }: StreamedAnswer): string | undefined =>
  [headers['request-id'], headers['x-request-id']].find((id) => typeof id === 'string' && id !== '')?.toString()
