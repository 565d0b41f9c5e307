import type { ConverseAnswer, ConverseOptions, ConverseRequest, LanguageModel } from '../../../flow/capabilities/language-model.ts'
import { NodeError } from '../../../flow/node-error.ts'
import type { Clock } from '../../../lib/clock.ts'
import type { Ids } from '../../../lib/ids.ts'
import type { Call } from '../call-failure.ts'
import { eventStream, masked, streamFailure, tooLargeFailure, unsupportedFailure } from '../call-failure.ts'
import { HttpConnections } from '../../calls/http-connections.ts'
import { longestEvent } from '../longest.ts'
import { StreamedPost } from '../streamed-post.ts'
import { AiSdkAnswer } from './answer.ts'
import type { Dialect } from './dialect.ts'
import { errorOf } from './error-of.ts'
import { EventBounds } from './event-bounds.ts'
import { PostedFetch } from './posted-fetch.ts'
import { callOptions } from './request.ts'

export interface Vendor {
  /** The provider's name in the configuration, for messages. */
  readonly name: string
  readonly apiKey: string
  /** @defaultValue the vendor's own service */
  readonly baseUrl?: string
}

interface Surroundings {
  readonly clock: Clock
  readonly ids: Ids
  readonly answerBytes: number
}

/** A vendor's models through the AI SDK, which knows its form; the connections, the retries and the end are ours. */
export const aiSdkModel = (
  dialect: Dialect,
  { name, apiKey, baseUrl = dialect.baseUrl }: Vendor,
  { clock, ids, answerBytes }: Surroundings,
): LanguageModel & Disposable => {
  const connections = new HttpConnections(clock)
  const baseURL = baseUrl.replace(/\/+$/, '')

  const converse = async (request: ConverseRequest, options: ConverseOptions): Promise<ConverseAnswer> => {
    const asked = callOptions(request, dialect)
    options.signal.throwIfAborted()
    const beganAt = clock.monotonic()
    const call: Call = { name, baseUrl, apiKey, model: request.modelId, endMark: dialect.endMark }
    const bounds = new EventBounds(longestEvent, () => tooLargeFailure(call, `${longestEvent} bytes in one event`))
    const { signal } = options
    const look = (chunk: Buffer): void => bounds.look(chunk)
    const post = new StreamedPost(connections, options, { call, contentType: eventStream, answerBytes, look, now: () => clock.now() })
    const answer = new AiSdkAnswer(call, options, answerBytes)
    const settings = dialect.inference(request.inferenceConfig ?? {})
    const posted = new PostedFetch(post, { call, settings, fields: request.additionalModelRequestFields })
    try {
      const model = dialect.model(request.modelId, { apiKey, baseURL, fetch: posted.fetch })
      const { stream } = await model.doStream({ ...asked, headers: { 'idempotency-key': options.idempotencyKey } })
      for await (const part of stream) answer.add(part)
    } catch (error) {
      await post.cut()
      signal.throwIfAborted()
      if (!(post.lost && answer.finished)) throw posted.refused ?? failureOf(call, post, error)
    }
    await post.released()
    signal.throwIfAborted()
    const requestId = posted.requestId ?? answer.id
    return {
      requestId: requestId === undefined ? ids.uuid() : masked(call, requestId),
      ...answer.whole(),
      metrics: { latencyMs: Math.round(clock.monotonic() - beganAt) },
    }
  }
  return { converse, [Symbol.dispose]: () => connections[Symbol.dispose]() }
}

/** The connection's own failure comes before what the SDK made of it. */
const failureOf = (call: Call, post: StreamedPost, error: unknown): unknown => {
  if (post.failure) return post.failure.reason
  if (error instanceof NodeError) return error
  if (!post.sent) return unsupportedFailure(call, `the request (${error instanceof Error ? error.message : String(error)})`)
  return streamFailure(call, errorOf(error), error)
}
